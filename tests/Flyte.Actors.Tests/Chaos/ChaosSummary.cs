using System.Globalization;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Victim.Chaos;

namespace Flyte.Actors.Tests.Chaos;

/// <summary>What came of it all.</summary>
internal sealed class ChaosSummary(ChaosStory story, ChaosLoad load, ChaosClient client, ChaosPace pace, ChaosJournal journal, IReadOnlyList<MemberProcess> processes)
{
    private readonly ChaosBodies bodies = new(processes);

    /// <summary>Whether there is one process at a time, which alone knows what it has begun.</summary>
    internal required bool IsAlone { get; init; }

    /// <summary>What has been lost.</summary>
    internal IReadOnlyList<string> Lost() => [.. load.Records.SelectMany(record => record.Wrong), .. load.Records.SelectMany(journal.Wrong), .. GivenUp()];

    /// <summary>What was done twice.</summary>
    internal IReadOnlyList<string> Doubled() =>
    [
        .. journal.Doubled(), .. bodies.TwiceAtOnce(), .. load.Records.SelectMany(bodies.TooLate), .. IsAlone ? bodies.TwiceInOneLife() : [],
    ];

    /// <summary>What ran at once that should not have, or was attempted too often.</summary>
    internal IReadOnlyList<string> OverLimit() => [.. bodies.OverLimit(journal.Limits), .. load.Records.SelectMany(bodies.OverBudget)];

    internal IEnumerable<string> Lines()
    {
        var records = load.Records;
        yield return $"faults: {story.Injected.Values.Sum()} ({Counts(story.Injected)})";
        yield return $"runs: {records.Count} ({Counts(records.CountBy(record => $"{record.Run.Shape} {record.Phase}").ToDictionary())}); {journal.ByWrongClock} runs and nested runs began by a clock that was more than half a day wrong";
        yield return string.Create(CultureInfo.InvariantCulture, $"items: {records.Sum(record => record.ShownAt.Count)} shown, {journal.Results} results recorded with those of nested runs, {records.Sum(record => record.WorkersLost.Count)} given up with their workers");
        yield return string.Create(CultureInfo.InvariantCulture, $"bodies: {bodies.All.Count} in {processes.Count} processes, {bodies.Again} of them again, {bodies.All.Count(body => !body.HasEnded)} cut off, {bodies.All.Count(body => body.IsApart)} apart, in processes that stood still");
        yield return string.Create(CultureInfo.InvariantCulture, $"lost: {Lost().Count}, doubled: {Doubled().Count}, limit exceeded: {OverLimit().Count} ({bodies.OverLimitApart(journal.Limits)} runs with what stood still)");
        yield return string.Create(CultureInfo.InvariantCulture, $"longest until a run went on: {pace.Longest.Gap.TotalSeconds:0.0} s after '{pace.Longest.Fault}'");
        foreach (var (problem, count) in client.Problems)
        {
            yield return $"asked again {count} times: {problem}";
        }
    }

    /// <summary>What was executed of the runs of which something is wrong.</summary>
    internal IEnumerable<string> Stories(IReadOnlyList<string> wrong) => load.Records.Select(record => record.Run.Id)
        .Where(id => wrong.Any(line => line.Split(' ', ':', '/', '.').Contains(id, StringComparer.Ordinal)))
        .SelectMany(bodies.Story);

    // An item is given up only when three processes have ended in which it ran, or one of a run that is aborted and tries nothing again.
    private IEnumerable<string> GivenUp() => load.Records.Where(record => record.Run.Shape != ChaosShape.Abort && record.WorkersLost.Count > 0 && bodies.CutOffOf(record.Run.Id) < 3)
        .Select(record => $"{record.WorkersLost.Count} items of {record.Run.Id} ({record.Run.Shape}) were given up, and {bodies.CutOffOf(record.Run.Id)} of their bodies were cut off: {string.Join(" | ", record.WorkersLost)}");

    private static string Counts(IReadOnlyDictionary<string, int> counts) => string.Join(", ", counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key} {count.Value}"));
}
