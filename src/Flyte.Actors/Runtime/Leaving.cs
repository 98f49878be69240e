using Akka.Actor;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Runtime;

/// <summary>
/// A run on its way to another process: it hands nothing out, takes back what is not started, and goes when the bodies that run in this
/// process have finished, or their time is up. What other nodes execute goes on meanwhile.
/// </summary>
/// <param name="slots">Where its bodies are.</param>
/// <param name="places">Told that it moves.</param>
/// <param name="home">The name of this node.</param>
/// <param name="grace">How long bodies may go on.</param>
internal sealed class Leaving(SlotPool slots, ISlotPlaces places, string home, TimeSpan grace)
{
    private readonly HashSet<int> callers = [];
    private bool isOver;

    /// <summary>Whether it is on its way.</summary>
    internal bool HasBegun { get; private set; }

    /// <summary>Whether nothing is waited for any more.</summary>
    internal bool IsDone => HasBegun && (isOver || !slots.Busy.Any(IsAwaited));

    /// <summary>Whether a message has nothing to do here any more: who has sent it asks the new home.</summary>
    internal bool Refuses(object message) => HasBegun && message is (IInputMessage or StartRun or AbortRun or CloseRun or ResizeRun or CheckCaller or CountDeaths);

    internal void Begin(LeaveRun order, ITimerScheduler timers, IActorRef run)
    {
        callers.UnionWith(order.Callers);
        if (HasBegun)
        {
            return;
        }

        HasBegun = true;
        places.Close(isMoving: true);
        timers.StartSingleTimer(nameof(IsOver), IsOver.Instance, grace);
        foreach (var slot in slots.Busy.Where(IsHere).ToList())
        {
            slot.Actor.Tell(new Flush(slot.Lease!.Number), run);
        }
    }

    /// <summary>The time is up.</summary>
    internal void End() => isOver = true;

    private bool IsHere(Slot slot) => slot.Place.Node == home;

    // What was not started is back when one item is left.
    private bool IsAwaited(Slot slot) => IsHere(slot) && (slot.End - slot.First > 1 || !callers.Contains(slot.First));

    internal sealed record IsOver
    {
        internal static readonly IsOver Instance = new();
    }
}
