using Akka.Actor;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Runtime;

/// <summary>
/// A slow item never holds its neighbours: a lease that is still out at the second tick shows what is finished and gives back
/// what is not started. Cheap leases end before the first.
/// </summary>
internal sealed class Flushing(SlotPool slots, Pulse pulse, IActorRef run)
{
    private bool isTicking;

    internal void OnTick()
    {
        isTicking = false;
        foreach (var slot in slots.Busy)
        {
            if (slot.Ticks++ > 0 && !slot.IsCut)
            {
                slots.Cut(slot);
                slot.Actor.Tell(new Flush(slot.Lease!.Number), run);
            }
        }
    }

    /// <summary>Asks for a tick if there is a lease that could give something back.</summary>
    internal void AskForTick()
    {
        if (!isTicking && slots.Cuttable > 0)
        {
            isTicking = true;
            pulse.Ask(run);
        }
    }
}
