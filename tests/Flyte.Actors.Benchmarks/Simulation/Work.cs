using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>The items of a simulated run.</summary>
internal abstract class Work
{
    public abstract int Waiting { get; }

    /// <summary>Items that have ended.</summary>
    public long Ended { get; protected set; }

    /// <summary>Items that are out.</summary>
    public int Leased { get; protected set; }

    public abstract bool IsDone { get; }

    public abstract (int First, int Count)? Take(int items, int slots);

    public abstract void Complete(int first, int count);

    public abstract void Return(int first, int count);
}

/// <summary>Items that are only counted, for the many runs.</summary>
internal sealed class CountedWork(int items) : Work
{
    private int waiting = items;

    public override int Waiting => waiting;

    public override bool IsDone => waiting + Leased == 0;

    public override (int First, int Count)? Take(int items, int slots)
    {
        var taken = Math.Min(items, waiting);
        waiting -= taken;
        Leased += taken;
        return taken == 0 ? null : (0, taken);
    }

    public override void Complete(int first, int count)
    {
        Leased -= count;
        Ended += count;
    }

    public override void Return(int first, int count)
    {
        Leased -= count;
        waiting += count;
    }
}

/// <summary>Items in a ledger as it is in use, of which every one is received, handed out, ended and recorded.</summary>
internal sealed class LedgerWork : Work
{
    private const int PageSize = 4096;
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FlyteTask<int, int> task = new TaskEnvironment("simulated").Task("item", (int n) => n);
    private RunLedger ledger;
    private readonly Action<int> onAdded;
    private readonly int items;
    private long sequence;

    public LedgerWork(int items, int concurrency, Action<int> onAdded)
    {
        (this.items, this.onAdded) = (items, onAdded);
        var spec = new RunSpec { Id = new RunId("largest"), Task = task.Definition.Name, Concurrency = concurrency, IsRecorded = true };
        ledger = new RunLedger(spec, new LedgerRules(SystemRetries: 0), Now);
        Feed();
    }

    /// <summary>What the ledger takes, and what it holds; it is gone then.</summary>
    public long Weigh()
    {
        var with = GC.GetTotalMemory(forceFullCollection: true);
        ledger = null!;
        return with - GC.GetTotalMemory(forceFullCollection: true);
    }

    // What the feeder still has is about to come.
    public override int Waiting => ledger.Waiting + (items - ledger.Accepted);

    public override bool IsDone => ledger.State.HasEnded;

    public override (int First, int Count)? Take(int items, int slots)
    {
        Feed();
        if (ledger.Take(slots, items) is not { } work)
        {
            return null;
        }

        Leased += work.Count;
        return (work.First, work.Count);
    }

    public override void Complete(int first, int count)
    {
        Leased -= count;
        Ended += count;
        ledger.Complete(new EncodedSegment(first, count, Traffic.Block(count, Scenario.ResultBytes), errors: null), Now);
        ledger.EndIfDone(Now);
        Record();
    }

    public override void Return(int first, int count)
    {
        Leased -= count;
        ledger.Return(first, count, Now);
    }

    private void Feed()
    {
        while (ledger.Accepted < items && Math.Min(ledger.Credit, items) - ledger.Accepted is var wanted && wanted >= Math.Min(PageSize, items - ledger.Accepted))
        {
            var count = Math.Min(PageSize, wanted);
            var last = ledger.Accepted + count == items;
            ledger.AddItems(ledger.Accepted, new InputPage<int>(task.Definition, TaskOptions.Default, new int[count], 0, count, block: Traffic.Block(count, Scenario.InputBytes)), last, fault: null, Now);
            onAdded(count);
            Record();
        }
    }

    private void Record()
    {
        foreach (var e in ledger.TakeEvents())
        {
            ledger.State.Apply(e, ++sequence);
        }
    }
}
