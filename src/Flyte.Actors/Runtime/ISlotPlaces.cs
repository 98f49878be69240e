using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>What a run could make use of now.</summary>
/// <param name="Slots">The most slots: its concurrency, or fewer when there is less to do.</param>
/// <param name="Pace">How long its items take; null when none has ended yet.</param>
/// <param name="Sleeps">Whether bodies wait.</param>
/// <param name="IsOver">Whether the run has ended.</param>
internal readonly record struct SlotNeeds(int Slots, TimeSpan? Pace, bool Sleeps, bool IsOver = false);

/// <summary>Where the item actors of one run may live. A process by itself is one such place, without a bound.</summary>
internal interface ISlotPlaces
{
    /// <summary>The places, with how many slots the run may have at each.</summary>
    IReadOnlyCollection<SlotPlace> All { get; }

    /// <summary>How many slots there may be before any body has waited: what the processors can do.</summary>
    int AwakeSlots { get; }

    /// <summary>How many slots the run may come to have on all nodes; null while all are beside it.</summary>
    int? Reach { get; }

    /// <summary>Why the run's items can be executed nowhere at present; null when they can.</summary>
    string? Obstacle { get; }

    /// <summary>Whether it is known what other nodes still execute of the run, so that more can be handed out.</summary>
    bool IsReady { get; }

    /// <summary>Finds out what other nodes still execute of a run that was elsewhere before.</summary>
    void FindRunning();

    /// <summary>
    /// What was found by <see cref="FindRunning"/>: the leases that the run has out, each with what is started for its slot. Those that
    /// it does not take are stopped.
    /// </summary>
    /// <param name="take">Whether the run goes on with the items of a lease.</param>
    IReadOnlyList<FoundLease> TakeFound(Func<FoundLease, bool> take);

    /// <summary>Notes that work waits whose task no slot of the run knows: where it is known, one is asked for.</summary>
    void Miss(string task);

    /// <summary>Notes what the run could make use of, so that the places are asked for it.</summary>
    void Plan(SlotNeeds needs);

    /// <summary>A place says how many slots it grants, or has come or gone.</summary>
    void OnMessage(IPlaceMessage message);

    /// <summary>The run stops.</summary>
    /// <param name="isMoving">Whether it goes on elsewhere: what other nodes execute of it goes on meanwhile.</param>
    void Close(bool isMoving);
}

/// <summary>A lease of a run that another node had before the run came here.</summary>
/// <param name="Place">The node.</param>
/// <param name="Item">What is started for its slot.</param>
/// <param name="Number">The lease.</param>
/// <param name="First">Its first item of which nothing is known.</param>
/// <param name="Count">How many there are from that one on.</param>
internal sealed record FoundLease(SlotPlace Place, Props Item, int Number, int First, int Count);

/// <summary>Makes the places of a run.</summary>
/// <param name="spec">The run.</param>
/// <param name="item">Its item actors in this process.</param>
/// <param name="run">Its actor.</param>
/// <param name="tree">The entity that it is a part of.</param>
internal delegate ISlotPlaces PlacesOf(RunSpec spec, Props item, IActorRef run, IActorRef tree);

/// <summary>This process, as the only place there is.</summary>
internal sealed class HomePlaces(Props item, string node) : ISlotPlaces
{
    internal static readonly int Processors = Math.Max(2, Environment.ProcessorCount);

    private readonly SlotPlace[] home = [new SlotPlace(node, item, static _ => true) { Granted = int.MaxValue, IsHome = true }];

    public IReadOnlyCollection<SlotPlace> All => home;

    public int AwakeSlots => Processors;

    public int? Reach => null;

    public string? Obstacle => null;

    public bool IsReady => true;

    public void FindRunning()
    {
    }

    public IReadOnlyList<FoundLease> TakeFound(Func<FoundLease, bool> take) => [];

    public void Miss(string task)
    {
    }

    public void Plan(SlotNeeds needs)
    {
    }

    public void OnMessage(IPlaceMessage message)
    {
    }

    public void Close(bool isMoving)
    {
    }
}
