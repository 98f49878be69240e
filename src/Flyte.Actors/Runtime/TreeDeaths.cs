using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// What processes that died had in hand of a tree, as their successors report it. A run that goes on counts it itself; one that is
/// yet to be called again takes it from here, with what else is recorded of it.
/// </summary>
internal sealed class TreeDeaths
{
    private readonly Dictionary<Guid, Dictionary<UInt128, IReadOnlyList<int>>> open = [];
    private readonly Dictionary<UInt128, List<(int Index, Guid Death)>> taken = [];

    /// <summary>Takes a report; false when all of it is counted.</summary>
    internal bool Note(ReportDeath report)
    {
        if (!open.TryGetValue(report.Death, out var known))
        {
            known = report.Items.GroupBy(item => item.Run).ToDictionary(run => run.Key, IReadOnlyList<int> (run) => [.. run.Select(item => item.Index)]);
            open.Add(report.Death, known);
        }

        return known.Count > 0;
    }

    /// <summary>What is not counted yet of these runs.</summary>
    internal IEnumerable<(RunId Run, IReadOnlyList<int> Items)> Find(Guid death, IEnumerable<RunId> runs) =>
        runs.Select(run => (run, Items: open[death].GetValueOrDefault(BlackBox.Key(run)))).Where(found => found.Items is not null).ToList()!;

    /// <summary>A run has counted it.</summary>
    internal void OnCounted(DeathsCounted counted)
    {
        if (open.TryGetValue(counted.Death, out var known))
        {
            known.Remove(BlackBox.Key(counted.RunId));
        }
    }

    /// <summary>What is known of a run that is not there.</summary>
    internal IEnumerable<(int Index, Guid Death)> Of(RunId run)
    {
        if (open.Count == 0)
        {
            return [];
        }

        var key = BlackBox.Key(run);
        return taken.GetValueOrDefault(key, []).Concat(
            open.SelectMany(report => report.Value.GetValueOrDefault(key, []).Select(item => (item, report.Key))));
    }

    /// <summary>The run is started with it.</summary>
    internal void OnTaken(RunId run)
    {
        if (Of(run).ToList() is { Count: > 0 } items)
        {
            var key = BlackBox.Key(run);
            taken[key] = items;
            foreach (var report in open.Values)
            {
                report.Remove(key);
            }
        }
    }
}
