using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Reads what earlier executions of a run's caller have recorded. To the same attempt, interrupted by the end of a process, all
/// of it counts; to a later attempt, successes do.
/// </summary>
/// <param name="executions">The executions of its caller so far.</param>
/// <param name="elsewhere">Those in a run that this one's root runs again; their results are recorded anew.</param>
/// <param name="attempt">Which attempt at the caller asks.</param>
/// <param name="recording">Where it is read.</param>
internal sealed class RecallLoader(
    IReadOnlyList<RunState> executions, IReadOnlyList<RunState> elsewhere, int attempt, Recording recording)
{
    private const int Elsewhere = -1;
    private const int MaxHeld = 8 * 1024 * 1024;

    private readonly Recall recall = new();
    private int held;

    /// <summary>Reads and decodes, and so is not for an actor's thread.</summary>
    internal async Task<Recall> LoadAsync()
    {
        for (var generation = 0; generation < executions.Count; generation++)
        {
            await LoadAsync(executions[generation], generation, executions.Skip(generation + 1)).ConfigureAwait(false);
        }

        for (var i = 0; i < elsewhere.Count; i++)
        {
            await LoadAsync(elsewhere[i], Elsewhere, elsewhere.Skip(i + 1)).ConfigureAwait(false);
        }

        return recall;
    }

    private async Task LoadAsync(RunState state, int generation, IEnumerable<RunState> later)
    {
        var isSameAttempt = generation != Elsewhere && state.Spec.ParentAttempt == attempt;
        var results = state.Results.All.OfType<RecordedSegment>().OrderBy(r => r.First).ToList();
        var opened = await OpenAsync(state.Spec.Id, results).ConfigureAwait(false);
        var taken = TakenBy(later);
        var next = 0;
        foreach (var (from, to) in SequenceRanges.Of(state.Inputs.Select(page => page.Sequence)))
        {
            foreach (var e in await recording.Events.ReadAsync(state.Spec.Id, from, to).ConfigureAwait(false))
            {
                foreach (var added in RecordedRun.AddedTo(state.Spec.Id, e).Where(a => state.Inputs.Exists(i => i.Sequence == e.Sequence && i.First == a.First)))
                {
                    for (var index = added.First; index < added.First + added.Page.Count; index++)
                    {
                        while (next < results.Count && results[next].End <= index)
                        {
                            next++;
                        }

                        var result = next < results.Count && results[next].First <= index ? results[next].Slice(index, 1) as RecordedSegment : null;
                        Add(added.Page, index - added.First, result, opened, isSameAttempt, taken, state.Retries.TryGetValue(index, out var retry) ? retry : null, generation);
                    }
                }
            }
        }
    }

    private void Add(
        InputPage page, int offset, RecordedSegment? result, Dictionary<StoredResults, ResultSegment> opened, bool isSameAttempt,
        HashSet<(long, int)> taken, Retry? retry, int generation)
    {
        if (result is not null)
        {
            var recorded = opened[result.Stored];
            var error = result.HasErrors ? recorded.ErrorAt(result.StoredFirst) : null;
            if (taken.Contains((result.Stored.Sequence, result.StoredFirst)) || (error is not null && !isSameAttempt))
            {
                return;
            }

            if (error is not null)
            {
                result.Stored.Live ??= recorded; // Whoever takes it over has to see that it failed.
            }
        }
        else if (retry is null || !isSameAttempt)
        {
            return;
        }

        var remembered = result is not null && generation == Elsewhere ? result.Open(opened[result.Stored]) : result;
        recall.Add(new ItemKey(page.Task.Name, page.Digest(offset)), new Remembered(remembered, result is null ? retry : null, generation));
    }

    private async Task<Dictionary<StoredResults, ResultSegment>> OpenAsync(RunId run, List<RecordedSegment> results)
    {
        var opened = new Dictionary<StoredResults, ResultSegment>();
        var closed = new List<StoredResults>();
        foreach (var stored in results.Select(r => r.Stored).Distinct())
        {
            if (stored.Live is { } live)
            {
                opened[stored] = live;
            }
            else
            {
                closed.Add(stored);
            }
        }

        var bySequence = closed.ToLookup(stored => stored.Sequence);
        foreach (var (from, to) in SequenceRanges.Of(bySequence.Select(group => group.Key)))
        {
            foreach (var e in await recording.Events.ReadAsync(run, from, to).ConfigureAwait(false))
            {
                foreach (var stored in bySequence[e.Sequence])
                {
                    var found = ResultPages.Find(e.Batch, run, stored.First);
                    opened[stored] = found;
                    held += found.Block?.Json.Length ?? 0;
                    if (held <= MaxHeld)
                    {
                        stored.Live = found;
                    }
                }
            }
        }

        return opened;
    }

    private static HashSet<(long Sequence, int Index)> TakenBy(IEnumerable<RunState> later) =>
        [.. later.SelectMany(state => state.Results.All).OfType<RecordedSegment>()
            .SelectMany(s => Enumerable.Range(0, s.Count).Select(i => (s.Stored.Sequence, s.StoredFirst + i)))];
}
