using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Reads what earlier executions of a run's caller have recorded. To the same attempt, interrupted by the end of a process, all
/// of it counts; to a later attempt, successes do. Of steps that were traced, successes and final failures always do.
/// </summary>
/// <param name="executions">The executions of its caller so far.</param>
/// <param name="elsewhere">Those in a run that this one's root runs again; their results are recorded anew.</param>
/// <param name="failures">How many attempts at the caller have failed by its own fault.</param>
/// <param name="inHand">The items of the last one whose bodies were running when a process died, and which one, where there were others.</param>
/// <param name="rules">What ledgers decide by.</param>
/// <param name="recording">Where it is read.</param>
internal sealed class RecallLoader(
    IReadOnlyList<RunState> executions, IReadOnlyList<RunState> elsewhere, int failures, IReadOnlyList<(int Index, Guid? Death)> inHand, LedgerRules rules, Recording recording)
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
            await LoadAsync(executions[generation], generation, [.. executions.Skip(generation + 1)]).ConfigureAwait(false);
        }

        for (var i = 0; i < elsewhere.Count; i++)
        {
            await LoadAsync(elsewhere[i], Elsewhere, [.. elsewhere.Skip(i + 1)]).ConfigureAwait(false);
        }

        var recorded = executions.Count == 0 ? 0 : executions[^1].Added;
        recall.Lost.UnionWith(inHand.Select(held => held.Index).Where(index => index >= recorded));
        return recall;
    }

    private async Task LoadAsync(RunState state, int generation, IReadOnlyList<RunState> later)
    {
        var results = state.Results.All.OfType<RecordedSegment>().OrderBy(r => r.First).ToList();
        var execution = new Execution(
            state,
            generation,
            generation != Elsewhere && state.Spec.ParentFailures == failures,
            await OpenAsync(state.Spec.Id, results).ConfigureAwait(false),
            TakenBy(later),
            later.SelectMany(l => l.Retaken).Where(origin => origin.Generation == generation).Select(origin => origin.Index).ToHashSet(),
            (generation == executions.Count - 1 ? inHand : []).ToLookup(held => held.Index, held => held.Death));
        var inputs = state.Inputs.Select(page => (page.Sequence, page.First)).ToHashSet();
        var next = 0;
        foreach (var (from, to) in SequenceRanges.Of(state.Inputs.Select(page => page.Sequence)))
        {
            foreach (var e in await recording.Events.ReadAsync(state.Spec.Id, from, to).ConfigureAwait(false))
            {
                foreach (var added in RecordedRun.AddedTo(state.Spec.Id, e).Where(a => inputs.Contains((e.Sequence, a.First))))
                {
                    for (var index = added.First; index < added.First + added.Page.Count; index++)
                    {
                        while (next < results.Count && results[next].End <= index)
                        {
                            next++;
                        }

                        var result = next < results.Count && results[next].First <= index ? results[next] : null;
                        if ((result is null ? Unfinished(execution, added, index) : Find(execution, index, result)) is { } found)
                        {
                            recall.Add(new ItemKey(added.Page.Task.Name, added.Page.Digest(index - added.First)), found);
                        }
                    }
                }
            }
        }
    }

    private Remembered? Unfinished(Execution execution, ItemsAdded added, int index)
    {
        var (state, hasFailed) = (execution.State, execution.State.Retries.TryGetValue(index, out var retry));
        if (!execution.IsSameAttempt || execution.Retaken.Contains(index))
        {
            return null;
        }

        var origin = new Origin(execution.Generation, index);
        DateTimeOffset? queuedAt = added.Page.Options.Deadline is null ? null : added.At;
        var deaths = execution.InHand[index].Where(by => by is not { } one || !retry.Deaths.Contains(one)).Distinct().ToArray();
        if (deaths.Length == 0)
        {
            return hasFailed || queuedAt is not null ? new Remembered(Result: null, hasFailed ? retry : null, origin, queuedAt) : null;
        }

        var made = retry.Made with { System = retry.Made.System + deaths.Length };
        if (made.System <= rules.SystemRetries)
        {
            return new Remembered(Result: null, new Retry(made, state.StartedAt) { Deaths = retry.Deaths.With(CountedDeaths.Of(deaths.OfType<Guid>())) }, origin, queuedAt);
        }

        made = retry.Made with { System = rules.SystemRetries };
        var death = Caution.Death(state.Spec.Id, added.Page, index - added.First, index, made);
        return new Remembered(new FailedSegment(index, 1, _ => death), Retry: null, origin);
    }

    // What a later execution has taken over is found there.
    private static Remembered? Find(Execution execution, int index, RecordedSegment segment)
    {
        var recorded = execution.Opened[segment.Stored];
        var error = segment.HasErrors ? recorded.ErrorAt(segment.StoredFirst + index - segment.First) : null;
        var result = segment.Item(index, error is not null);
        if (execution.Taken.Contains((result.Stored.Sequence, result.StoredFirst)) || !Counts(error, execution))
        {
            return null;
        }

        if (error is not null)
        {
            result.Stored.Live ??= recorded; // Whoever takes it over has to see that it failed.
        }

        return new Remembered(
            execution.Generation == Elsewhere ? result.Open(recorded) : result, Retry: null, new Origin(execution.Generation, index));
    }

    // What was aborted was not wanted then; whether it is now, the execution that asks for it decides.
    private static bool Counts(ItemError? error, Execution execution) => error is null
        || (execution.State.Spec.Id.IsTraces ? Recall.IsFinal(error) : execution.IsSameAttempt && error is not { Kind: ErrorKind.System, Code: ErrorCodes.Aborted });

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

    private sealed record Execution(
        RunState State,
        int Generation,
        bool IsSameAttempt,
        Dictionary<StoredResults, ResultSegment> Opened,
        HashSet<(long Sequence, int Index)> Taken,
        HashSet<int> Retaken,
        ILookup<int, Guid?> InHand);
}
