using Flyte.Actors.Journal;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>The runs that have to go on, or of which the index is not known to tell the truth.</summary>
/// <param name="Ids">These runs.</param>
/// <param name="Marks">The starts and ends of runs that the journal has and the index is not known to have, by their offsets.</param>
/// <param name="Known">Those of their runs that the index has.</param>
/// <param name="From">Up to where the index is known to have followed the journal.</param>
internal sealed record UnfinishedRuns(IReadOnlyList<string> Ids, IReadOnlyList<RootMark> Marks, IReadOnlySet<string> Known, long From)
{
    /// <summary>The offset behind all of it.</summary>
    internal long To => Marks.Count == 0 ? From : Marks.Max(mark => mark.Offset);

    internal static async Task<UnfinishedRuns> FindAsync(Recording recording)
    {
        var from = await recording.Index.OffsetAsync().ConfigureAwait(false);
        var marks = await recording.Events.RootsSinceAsync(from).ConfigureAwait(false);
        var open = (await recording.Index.UnfinishedAsync().ConfigureAwait(false)).Where(RunId.CanBeRoot);
        string[] changed = [.. marks.Select(mark => mark.Root.Value).Distinct(StringComparer.Ordinal)];
        var known = await recording.Index.HaveEndedAsync(changed).ConfigureAwait(false);
        return new UnfinishedRuns(
            [.. changed.Where(id => !known.GetValueOrDefault(id)).Union(open, StringComparer.Ordinal)],
            marks,
            known.Keys.ToHashSet(StringComparer.Ordinal),
            from);
    }
}
