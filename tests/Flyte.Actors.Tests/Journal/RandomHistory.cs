using Flyte.Actors.Journal;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Tests.Journal;

/// <summary>
/// What a tree of runs might have recorded, drawn at random: runs below runs, executed several times, with results that are taken
/// over, failures, retries and all the rest. The events are as they are read from a journal.
/// </summary>
internal sealed class RandomHistory
{
    private static readonly RunId Root = new("root-1");

    private readonly Random random;
    private readonly bool recallsFailures;
    private readonly List<Drawn> runs = [];
    private readonly List<JournalRecord> records = [];
    private DateTimeOffset now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private RandomHistory(int seed, bool recallsFailures) => (random, this.recallsFailures) = (new Random(seed), recallsFailures);

    /// <summary>The events; the first has number 1.</summary>
    /// <param name="seed">The draw.</param>
    /// <param name="recallsFailures">Whether failures are taken over too, which are counted only where they are held in memory.</param>
    internal static List<JournalBatch> Draw(int seed, bool recallsFailures)
    {
        var history = new RandomHistory(seed, recallsFailures);
        var events = new List<JournalBatch>();
        history.Start(Root);
        for (var steps = history.random.Next(10, 150); steps > 0; steps--)
        {
            history.Step(history.runs[history.random.Next(history.runs.Count)]);
            if (history.random.Next(2) == 0)
            {
                events.Add(history.Take());
            }
        }

        events.Add(history.Take());
        return events;
    }

    private JournalBatch Take()
    {
        var bytes = Google.Protobuf.MessageExtensions.ToByteArray(RecordWriter.Write(new JournalBatch(Root, [.. records])));
        records.Clear();
        return RecordReader.Read(Flyte.Actors.Journal.Wire.Batch.Parser.ParseFrom(bytes));
    }

    private void Record(RunId run, RunEvent e) => records.Add(new JournalRecord(run, e));

    private void Start(RunId id)
    {
        var run = runs.Find(r => r.Id == id);
        if (run is null)
        {
            runs.Add(run = new Drawn(id));
        }

        run.Executions.Add([]);
        run.Added = 0;
        now += TimeSpan.FromSeconds(1);
        var spec = new RunSpec
        {
            Id = id,
            Task = random.Next(2) == 0 ? "words.count" : "",
            Options = random.Next(2) == 0 ? TaskOptions.Default : Samples.AllOptions,
            Concurrency = random.Next(1, 9),
            RunAhead = random.Next(3),
            Name = random.Next(3) == 0 ? "name" : null,
            Labels = Enumerable.Range(0, random.Next(3)).ToDictionary(i => $"label {i}", i => $"{i}", StringComparer.Ordinal),
            Deadline = random.Next(3) == 0 ? now : null,
            Parent = id.Parent,
            ParentItem = id.ParentItem,
            ParentAttempt = run.Executions.Count,
            ParentFailures = random.Next(run.Executions.Count),
            IsRecalled = !id.IsRoot,
            Source = id.IsRoot && random.Next(4) == 0 ? new RerunSource(new RunId("before"), true, [3, 4], new Dictionary<int, string> { [5] = "7" }) : null,
        };
        Record(id, new RunStarted(spec, now));
    }

    private void Step(Drawn run)
    {
        var open = Enumerable.Range(0, run.Added).Except(run.Ended).ToList();
        switch (random.Next(20))
        {
            case < 4:
                var count = random.Next(1, 100);
                Record(run.Id, new ItemsAdded(run.Added, Samples.Page([.. Enumerable.Range(0, count).Select(i => $"{i}")]), now));
                run.Added += count;
                break;
            case < 11 when open.Count > 0:
                Finish(run, open[random.Next(open.Count)]);
                break;
            case < 13 when open.Count > 0:
                var origin = run.Executions.Count > 1 && random.Next(2) == 0 ? new Origin(random.Next(run.Executions.Count - 1), random.Next(9)) : (Origin?)null;
                Record(run.Id, new ItemRetried(open[random.Next(open.Count)], new AttemptCount(random.Next(4), random.Next(2)), origin is null ? Samples.Error() : null, now, origin));
                break;
            case 13 when open.Count > 0 && run.Id.Value.Count(c => c == '/') < 4:
                Start(run.Id.Child(open[random.Next(open.Count)], random.Next(2) == 0 ? "calls" : "map-0"));
                break;
            case 14 when !run.Id.IsRoot:
                Start(run.Id);
                break;
            case < 17 when run.Executions.Count > 1:
                Recall(run);
                break;
            case 17:
                Record(run.Id, random.Next(2) == 0 ? new RunResized(random.Next(1, 99)) : new InputsClosed(random.Next(2) == 0 ? Samples.Error() : null));
                break;
            case 18 when random.Next(2) == 0:
                Record(run.Id, new RunStopped(Samples.Error(Samples.Error()), random.Next(2) == 0));
                break;
            case 19 when random.Next(3) == 0:
                Record(run.Id, new RunEnded((RunPhase)random.Next((int)RunPhase.Succeeded, (int)RunPhase.TimedOut + 1), random.Next(2) == 0 ? Samples.Error() : null, now));
                break;
        }
    }

    // From an item on, as far as none has ended.
    private void Finish(Drawn run, int first)
    {
        var end = first;
        for (var most = random.Next(1, 90); end < run.Added && end - first < most && !run.Ended.Contains(end); end++)
        {
        }

        var fails = random.Next(3) == 0;
        var errors = Enumerable.Range(first, end - first).Select(index => fails && random.Next(3) == 0 ? Failure(run.Id, index) : null).ToArray();
        fails = Array.Exists(errors, e => e is not null);
        var block = new PayloadBlock(default, errors.Count(e => e is null), random.Next(20) == 0 && !fails ? "beside" : null);
        Record(run.Id, new ItemsFinished(new EncodedSegment(first, end - first, block, fails ? errors : null), run.Id.IsRoot && !fails && random.Next(4) == 0));
        run.Ended.UnionWith(Enumerable.Range(first, end - first));
        run.Executions[^1].Add((first, end, fails));
        runs.RemoveAll(below => below != run && Enumerable.Range(first, end - first).Any(i => below.Id.Value.StartsWith($"{run.Id.Value}/{i}/", StringComparison.Ordinal)));
    }

    private void Recall(Drawn run)
    {
        var generation = random.Next(run.Executions.Count - 1);
        var ranges = run.Executions[generation].Where(range => recallsFailures || !range.Fails).ToList();
        if (ranges.Count == 0)
        {
            return;
        }

        var (first, end, fails) = ranges[random.Next(ranges.Count)];
        var from = random.Next(first, end);
        var count = random.Next(1, end - from + 1);
        if (Enumerable.Range(0, run.Added).Except(run.Ended).Cast<int?>().FirstOrDefault() is { } at
            && Enumerable.Range(at, count).All(i => i < run.Added && !run.Ended.Contains(i)))
        {
            Record(run.Id, new ItemsRecalled(at, count, generation, from, Results: null));
            run.Ended.UnionWith(Enumerable.Range(at, count));
            run.Executions[^1].Add((at, at + count, fails));
        }
    }

    private ItemError Failure(RunId run, int index) => random.Next(3) switch
    {
        0 => Errors.System(ErrorCodes.Aborted, "enough") with { RunId = run.Value, Index = index },
        1 => Errors.System(ErrorCodes.MaxRuntimeExceeded, "too long"),
        _ => Samples.Error(),
    };

    private sealed class Drawn(RunId id)
    {
        internal RunId Id => id;

        internal int Added { get; set; }

        internal HashSet<int> Ended => endedByExecution[^1];

        internal Executed Executions { get; } = new();

        private List<HashSet<int>> endedByExecution => Executions.Ended;
    }

    /// <summary>What has ended in each execution, in pieces.</summary>
    private sealed class Executed : List<List<(int First, int End, bool Fails)>>
    {
        private readonly List<HashSet<int>> ended = [];

        internal List<HashSet<int>> Ended
        {
            get
            {
                while (ended.Count < Count)
                {
                    ended.Add([]);
                }

                return ended;
            }
        }
    }
}
