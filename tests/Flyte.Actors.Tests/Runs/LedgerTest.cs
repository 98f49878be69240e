using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Tests.Runs;

/// <summary>A ledger, made by its first use so that a test can say before what it is of, and hands to work it.</summary>
public abstract class LedgerTest
{
    private RunLedger? ledger;

    internal static ItemError Aborted { get; } = Errors.System(ErrorCodes.Aborted, "enough");

    internal DateTimeOffset Now { get; private set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal LedgerRules Rules { get; set; } = new(SystemRetries: 0);

    internal RunSpec Spec { get; set; } = new() { Id = new RunId("run"), Task = Pages.Task.Name, Concurrency = 4 };

    internal TaskOptions Options { get; set; } = TaskOptions.Default;

    internal RunLedger Ledger() => ledger ??= new RunLedger(Spec with { Options = Options }, Rules, Now);

    internal void Add(int first, int count, bool last = false, ItemError? fault = null) =>
        Ledger().AddItems(first, Pages.Of(Options, first, count), last, fault, Now);

    internal void Complete(ResultSegment results) => Ledger().Complete(results, Now);

    internal void Fail(int index, Ending ending = Ending.Fails) => Complete(Pages.Failure(Pages.Error(index, ending)));

    /// <summary>Takes all work that there is; returns its indices.</summary>
    internal List<int> TakeAll()
    {
        var taken = new List<int>();
        while (Ledger().Take(4) is { } work)
        {
            taken.AddRange(Enumerable.Range(work.First, work.Count));
        }

        return taken;
    }

    /// <summary>Makes leases longer, as quick ones do.</summary>
    internal void Grow()
    {
        for (var size = 1; size <= 64; size *= 4)
        {
            Ledger().Grain.Observe(size, TimeSpan.Zero);
        }
    }

    internal List<(int First, int Count)> Pass(TimeSpan time)
    {
        Now += time;
        return Ledger().Tick(Now);
    }

    /// <summary>Records what the ledger has decided.</summary>
    internal static RunState Record(RunLedger ledger)
    {
        ledger.TakeEvents().ForEach(e => ledger.State.Apply(e));
        return ledger.State;
    }

    /// <summary>Ends the run if it is done, and records that.</summary>
    internal RunState End()
    {
        Ledger().EndIfDone(Now);
        return Record(Ledger());
    }

    /// <summary>The codes of the results' errors by index, with "" for a success.</summary>
    internal string Codes() => string.Join(',', Pages.Results(Record(Ledger()), ReadOrder.Inputs).Select(r => r.Error?.Code));

    internal ItemError? ErrorOf(int index) => Pages.Results(Record(Ledger()), ReadOrder.Completed).Single(r => r.Index == index).Error;
}
