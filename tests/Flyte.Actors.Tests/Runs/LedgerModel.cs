using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

/// <summary>
/// What a ledger must do, said as simply as possible: a phase for each item, and for each item a script of how its attempts
/// end. It drives a ledger at random and compares after each step.
/// </summary>
internal sealed partial class LedgerModel
{
    private const int MostItems = 80;
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Random random;
    private readonly TaskOptions options;
    private readonly RunSpec spec;
    private readonly LedgerRules rules;
    private readonly RunLedger ledger;
    private readonly RunState replayed;
    private readonly List<RunEvent> recorded = [];
    private readonly List<Out> leases = [];
    private readonly List<Item> items = [];
    private readonly int total;
    private DateTimeOffset now = Start;
    private bool isClosed;
    private bool isAborted;

    internal LedgerModel(int seed)
    {
        random = new Random(seed);
        total = random.Next(0, MostItems);
        options = new TaskOptions
        {
            Retries = random.Next(0, 3),
            Backoff = random.Next(2) == 0 ? Backoff.None : new Backoff(TimeSpan.FromSeconds(random.Next(1, 5))),
            Tolerance = random.Next(4) == 0 ? new Tolerance { MaxFailures = random.Next(0, 10) } : Tolerance.Any,
        };
        spec = new RunSpec
        {
            Id = new RunId("model"),
            Task = Pages.Task.Name,
            Options = options,
            Concurrency = 4,
            FailFast = random.Next(8) == 0,
        };
        rules = new LedgerRules(SystemRetries: random.Next(0, 3), MaxWindow: 32);
        ledger = new RunLedger(spec, rules, Start);
        replayed = new RunState(spec, Start);
    }

    /// <summary>Whether failures or an abort may have ended items before their scripts did.</summary>
    private bool IsDisturbed => ledger.IsStopping;

    internal void Run()
    {
        for (var step = 0; step < 400; step++)
        {
            Step(random.Next(100));
            Check();
        }

        for (var step = 0; !replayed.HasEnded; step++)
        {
            Assert.True(step < 20_000, "The run does not end.");
            Step(random.Next(5) switch { 0 => 0, 1 => 30, 2 => 50, 3 => 80, _ => 90 });
            Check();
        }

        CheckEnd();
    }

    private void Step(int dice)
    {
        switch (dice)
        {
            case < 15:
                Add(random.Next(4) == 0 ? items.Count + random.Next(-5, 6) : items.Count);
                break;
            case < 45:
                Take();
                break;
            case < 75 when leases.Count > 0:
                Report(leases[random.Next(leases.Count)]);
                break;
            case < 77 when random.Next(6) == 0:
                Abort();
                break;
            case < 79 when items.Count > 0:
                AbortItem(random.Next(items.Count));
                break;
            case < 88:
                now += TimeSpan.FromSeconds(random.Next(1, 4));
                Assert.Empty(ledger.Tick(now));
                items.Where(i => i.Due <= now).ToList().ForEach(i => (i.Due, i.Phase) = (null, Phase.Waits));
                break;
            case < 97:
                Record();
                break;
            default:
                ledger.Resize(random.Next(1, 9));
                break;
        }
    }

    private void Add(int offset)
    {
        var from = Math.Max(0, offset);
        var count = Math.Min(total - from, random.Next(1, 10));
        var isLast = from + Math.Max(0, count) >= total;
        var isTaken = !isClosed && !replayed.HasEnded && from <= items.Count;
        ledger.AddItems(from, count > 0 ? Pages.Of(options, from, count) : null, isLast, null, now);
        while (isTaken && !IsDisturbed && items.Count < from + count)
        {
            items.Add(new Item(Script()));
        }

        isClosed |= isTaken && isLast;
    }

    private Queue<Ending> Script() =>
        new(Enumerable.Range(0, 12).Select(_ => random.Next(10) switch { 0 or 1 => Ending.Fails, 2 => Ending.IsLost, 3 when random.Next(3) == 0 => Ending.IsHopeless, _ => Ending.Succeeds }));

    private void Take()
    {
        while (leases.Count < ledger.Concurrency && ledger.Take(ledger.Concurrency) is { } work)
        {
            for (var index = work.First; index < work.First + work.Count; index++)
            {
                Assert.Equal(Phase.Waits, items[index].Phase);
                Assert.Equal(items[index].Made, work.Attempts);
                items[index].Phase = Phase.IsOut;
            }

            Assert.InRange(work.First + work.Count, work.Page.First + 1, work.Page.End);
            leases.Add(new Out(work.First, work.First + work.Count));
            if (random.Next(3) == 0)
            {
                break;
            }
        }
    }

    private void Abort()
    {
        ledger.Abort(Errors.System(ErrorCodes.Aborted, "enough"));
        isAborted = true;
    }

    private void AbortItem(int index)
    {
        var item = items[index];
        Assert.Equal(item.Phase == Phase.IsOut, ledger.AbortItem(index, Errors.System(ErrorCodes.Aborted, "not this one")));
        item.IsCondemned |= item.Phase != Phase.Ended;
        item.Phase = item.Phase == Phase.IsOut ? Phase.IsOut : Phase.Ended;
    }

    private void Record()
    {
        ledger.EndIfDone(now);
        foreach (var e in ledger.TakeEvents())
        {
            recorded.Add(e);
            ledger.State.Apply(e);
            replayed.Apply(e);
        }
    }
}
