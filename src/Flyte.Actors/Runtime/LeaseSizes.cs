using Flyte.Actors.Placement;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// How much of a run's work goes to a slot at a time. While all slots are beside the run that is for its ledger to say; with slots on
/// other nodes the way to them counts, and how many leases a run can handle.
/// </summary>
internal sealed class LeaseSizes
{
    private readonly RunLedger ledger;
    private readonly SlotPool slots;
    private readonly ISlotPlaces places;
    private readonly Paces paces;
    private readonly Leasing leasing = new(LeaseRules.Default);

    internal LeaseSizes(RunLedger ledger, SlotPool slots, ISlotPlaces places, Paces paces)
    {
        (this.ledger, this.slots, this.places, this.paces) = (ledger, slots, places, paces);
        var expected = paces.Of(Task);
        ledger.Grain.Expect(expected);
        leasing.Expect(expected);
    }

    /// <summary>How long an item takes; null when that is not known.</summary>
    internal TimeSpan? Pace => leasing.Pace;

    private string Task => ledger.State.Spec.Task;

    /// <summary>The next lease; null when the ledger says how large it is.</summary>
    internal LeasePlan? Next() => places.Reach is { } reach && slots.NextFor(Task) is { } slot
        ? leasing.Next(slot.Place.IsHome, ledger.Grain.Size, ledger.Waiting, slots.Count, reach)
        : null;

    /// <summary>Notes a lease that has ended.</summary>
    internal void OnDone(Lease lease, int count, LeaseDone done)
    {
        ledger.Grain.Observe(count, done.Elapsed);
        paces.Note(Task, ledger.Grain.Pace);
        leasing.Observe(count, done.Elapsed, Math.Max(InputBytes(lease), ResultBytes(done)));
    }

    private static double InputBytes(Lease lease) => (double)(lease.Page.Block?.Json.Length ?? 0) / lease.Page.Count;

    private static double ResultBytes(LeaseDone done) => done.Finished is { Count: > 0 } results
        ? results.Parts.Sum(part => (double)(part.Block?.Json.Length ?? 0)) / results.Count
        : 0;
}
