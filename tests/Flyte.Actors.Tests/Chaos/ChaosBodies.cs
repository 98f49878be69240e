using System.Globalization;
using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Victim;
using Flyte.Actors.Victim.Chaos;

namespace Flyte.Actors.Tests.Chaos;

/// <summary>A body, from when it began until it ended or its process did.</summary>
/// <param name="Run">The run of its item.</param>
/// <param name="Index">The item.</param>
/// <param name="Attempt">Which attempt at it.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it, or its process, ended.</param>
/// <param name="Process">Which process.</param>
/// <param name="HasEnded">Whether it ended, and not its process.</param>
/// <param name="IsCancelled">Whether it ended after it was cancelled.</param>
/// <param name="IsApart">Whether its process stood still meanwhile, or had just done so: what it does then is known to nobody, and counted apart.</param>
internal sealed record ChaosBody(string Run, int Index, int Attempt, long Start, long End, int Process, bool HasEnded, bool IsCancelled, bool IsApart);

/// <summary>What the bodies of all processes have noted.</summary>
internal sealed class ChaosBodies
{
    // One that wakes has to hear first that it was given up.
    private static readonly TimeSpan UntilAwake = TimeSpan.FromSeconds(10);

    private static readonly int SystemRetries = new FlyteOptions().SystemRetries;

    private readonly ILookup<string, ChaosBody> ofRun;
    private readonly ILookup<string, ChaosBody> ofTree;

    /// <param name="processes">All processes that there were, which have ended.</param>
    internal ChaosBodies(IReadOnlyList<MemberProcess> processes)
    {
        All = [.. processes.Index().Where(process => File.Exists(process.Item.Log)).SelectMany(process => Read(process.Item, process.Index))];
        ofRun = All.ToLookup(body => body.Run, StringComparer.Ordinal);
        ofTree = All.ToLookup(body => new RunId(body.Run).Root, StringComparer.Ordinal);
    }

    internal IReadOnlyList<ChaosBody> All { get; }

    /// <summary>How many bodies began for an attempt that another had begun for already.</summary>
    internal int Again => All.Count - All.Select(body => (body.Run, body.Index, body.Attempt)).Distinct().Count();

    /// <summary>What was executed more often at once, or again, than it may have been.</summary>
    /// <param name="limits">How many bodies of each run may run at once.</param>
    internal IEnumerable<string> OverLimit(IReadOnlyDictionary<string, int> limits) => ofRun
        .Select(run => (Run: run.Key, Most: MostAtOnce(run.Where(body => !body.IsApart)), Limit: limits.GetValueOrDefault(run.Key)))
        .Where(run => run.Most > run.Limit)
        .Select(run => $"{run.Most} bodies of {run.Run} ran at once, where the limit is {run.Limit}.");

    /// <summary>Runs that went over their limits only with what frozen processes had in hand.</summary>
    internal int OverLimitApart(IReadOnlyDictionary<string, int> limits) => ofRun.Count(
        run => MostAtOnce(run) > limits.GetValueOrDefault(run.Key) && MostAtOnce(run.Where(body => !body.IsApart)) <= limits.GetValueOrDefault(run.Key));

    /// <summary>Items that two bodies ran for at the same time.</summary>
    internal IEnumerable<string> TwiceAtOnce() => All.Where(body => !body.IsApart)
        .GroupBy(body => (body.Run, body.Index)).Where(item => MostAtOnce(item) > 1).Select(item => $"Item {item.Key.Index} of {item.Key.Run} ran twice at once.");

    /// <summary>Attempts that one process began twice.</summary>
    internal IEnumerable<string> TwiceInOneLife() => All.GroupBy(body => (body.Process, body.Run, body.Index, body.Attempt)).Where(attempt => attempt.Count() > 1)
        .Select(attempt => $"Attempt {attempt.Key.Attempt} at item {attempt.Key.Index} of {attempt.Key.Run} was begun {attempt.Count()} times by process {attempt.Key.Process}.");

    /// <summary>What began of a run after all was said of it.</summary>
    internal IEnumerable<string> TooLate(ChaosRecord record) => ofRun[record.Run.Id]
        .Where(body => !body.IsApart)
        .Select(body => record.ShownAt.TryGetValue(body.Index, out var shown) && body.Start > shown ? (body, "its result was shown", By: body.Start - shown)
            : body.Start > record.AbortedAt ? (body, "the abort was answered", By: body.Start - record.AbortedAt!.Value)
            : (body, null, 0L))
        .Where(late => late.Item2 is not null)
        .Select(late => $"Item {late.body.Index} of {record.Run.Id} ({record.Run.Shape}) began {late.By / 1_000_000} ms after {late.Item2}.");

    /// <summary>How many bodies of a tree were cut off by the end of their processes, or cancelled by those.</summary>
    internal int CutOffOf(string root) => ofTree[root].Count(body => !body.HasEnded || body.IsCancelled);

    /// <summary>All that was executed of a tree, a line for each body, in the order in which they began.</summary>
    internal IEnumerable<string> Story(string root)
    {
        var first = ofTree[root].Select(body => body.Start).DefaultIfEmpty().Min();
        return ofTree[root].OrderBy(body => body.Start).Select(body => string.Create(
            CultureInfo.InvariantCulture,
            $"{body.Run}/{body.Index} attempt {body.Attempt} in process {body.Process} from {(body.Start - first) / 1_000_000} to {(body.End - first) / 1_000_000} ms{(body.HasEnded ? "" : ", cut off")}{(body.IsCancelled ? ", cancelled" : "")}{(body.IsApart ? ", apart" : "")}"));
    }

    /// <summary>Bodies of a tree whose attempt is beyond what its tasks allow: their retries, and those that lost workers cost.</summary>
    internal IEnumerable<string> OverBudget(ChaosRecord record) => ofTree[record.Run.Id]
        .Where(body => body.Attempt > 1 + SystemRetries + (record.Run.Shape == ChaosShape.Retry ? ChaosWork.Retries : 0))
        .Select(body => $"Item {body.Index} of {body.Run} ({record.Run.Shape}) was attempted {body.Attempt} times.");

    private static int MostAtOnce(IEnumerable<ChaosBody> bodies)
    {
        var (now, most) = (0, 0);
        foreach (var (_, step) in bodies.SelectMany(body => new[] { (Time: body.Start, Step: 1), (Time: body.End, Step: -1) }).Order())
        {
            now += step;
            most = Math.Max(most, now);
        }

        return most;
    }

    private static IEnumerable<ChaosBody> Read(MemberProcess process, int number)
    {
        var open = new Dictionary<(string, int, int), Queue<long>>();
        foreach (var note in BodyLog.Read(process.Log))
        {
            var attempt = (note.Run, note.Index, note.Attempt);
            if (note.IsStart)
            {
                (open.TryGetValue(attempt, out var others) ? others : open[attempt] = new Queue<long>()).Enqueue(note.Time);
            }
            else
            {
                yield return Body(attempt, open[attempt].Dequeue(), note.Time, hasEnded: true, note.IsCancelled);
            }
        }

        foreach (var body in open.SelectMany(attempt => attempt.Value.Select(start => Body(attempt.Key, start, process.EndedAt ?? long.MaxValue, hasEnded: false))))
        {
            yield return body;
        }

        ChaosBody Body((string Run, int Index, int Attempt) attempt, long start, long end, bool hasEnded, bool isCancelled = false) => new(
            attempt.Run, attempt.Index, attempt.Attempt, start, end, number, hasEnded, isCancelled,
            process.Pauses.Any(pause => end >= pause.From && start <= (pause.To is { } to ? to + (UntilAwake.Ticks * 100) : long.MaxValue)));
    }
}
