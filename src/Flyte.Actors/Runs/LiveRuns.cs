namespace Flyte.Actors.Runs;

/// <summary>A page of the index of runs, brought up to date by the runs that are in memory.</summary>
internal static class LiveRuns
{
    internal static IReadOnlyList<RunInfo> Merge(IReadOnlyList<RunInfo> stored, IReadOnlyCollection<RunInfo> live, RunQuery query)
    {
        var current = live.ToDictionary(run => run.Id, StringComparer.Ordinal);
        var known = stored.Select(run => current.GetValueOrDefault(run.Id, run)).Where(query.Matches).ToList();
        var listed = stored.Select(run => run.Id).ToHashSet(StringComparer.Ordinal);

        // What is older than the page's last run belongs to a later page, unless there is none.
        var oldest = stored.Count < query.Limit ? DateTimeOffset.MinValue : stored[^1].StartedAt;
        var unlisted = query.After is null ? live.Where(run => !listed.Contains(run.Id) && run.StartedAt >= oldest && query.Matches(run)) : [];
        return [.. known.Concat(unlisted).OrderByDescending(run => run.StartedAt).ThenByDescending(run => run.Id, StringComparer.Ordinal).Take(query.Limit)];
    }
}
