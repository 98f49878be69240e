using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>What a ledger takes over from records: its own run's in another process, or those of earlier executions of its caller.</summary>
internal sealed class Takeover(WorkQueue queue, Timetable timetable, Outcome outcome)
{
    /// <summary>Goes on with a run from its record. Returns the errors of the items that were running when the process died.</summary>
    /// <param name="recorded">What is recorded.</param>
    /// <param name="open">The pages of all items that have not ended.</param>
    /// <param name="inHand">The items whose bodies were running when the process died.</param>
    /// <param name="now">The time.</param>
    internal List<ItemError> Restore(RunState recorded, IReadOnlyList<PageEntry> open, IReadOnlyList<int> inHand, DateTimeOffset now)
    {
        outcome.Restore(recorded);
        queue.Restore(recorded.Added, recorded.Results.All.Select(r => (r.First, r.Count)), open);
        foreach (var page in open)
        {
            timetable.Queued(page, page.First, page.Page.Count, attempts: 0, now);
        }

        var lost = inHand.Where(index => !queue.IsDecided(index)).ToHashSet();
        foreach (var (index, retry) in recorded.Retries.Where(r => !lost.Contains(r.Key)))
        {
            Postpone(index, retry, now);
        }

        return [.. lost.Order().Select(index => Lose(recorded.Spec.Id, index, recorded.Retries.GetValueOrDefault(index).Made))];
    }

    private ItemError Lose(RunId run, int index, AttemptCount made)
    {
        queue.Lose(index, made);
        var page = queue.PageOf(index);
        return Caution.Death(run, page.Page, index - page.First, index, made);
    }

    /// <summary>
    /// Takes inputs in, with the results that come with them, and what is recorded of identical ones. Returns the errors of the items
    /// that were running when the process died, before they were recorded.
    /// </summary>
    internal List<ItemError> Accept(
        InputPage page, RunSpec spec, IReadOnlyList<ResultSegment> recovered, Recall? recall, Action<RunEvent> emit, DateTimeOffset now)
    {
        var lost = new List<ItemError>();
        foreach (var part in AcceptedPage.Of(page, queue.Accepted, recall, now))
        {
            var entry = new PageEntry(part.First, part.Page, part.QueuedAt, spec.Deadline);
            queue.Add(entry);
            timetable.Queued(entry, entry.First, part.Page.Count, attempts: 0, now);
            emit(new ItemsAdded(entry.First, part.Page, part.QueuedAt));
            Recover(entry, recovered, emit);
            Recall(part.Known, emit, now);
            lost.AddRange(Lose(spec.Id, entry, recall?.Lost));
        }

        return lost;
    }

    private void Recover(PageEntry page, IReadOnlyList<ResultSegment> recovered, Action<RunEvent> emit)
    {
        foreach (var results in recovered.Where(results => results.First >= page.First && results.First < page.End))
        {
            queue.Withdraw(results.First, results.Count);
            queue.Discard(results.First, results.Count);
            outcome.Succeed(results.Count);
            emit(new ItemsFinished(results, IsRecovered: true));
        }
    }

    private IEnumerable<ItemError> Lose(RunId run, PageEntry page, HashSet<int>? lost)
    {
        foreach (var index in lost?.Where(index => index >= page.First && index < page.End && queue.IsInLine(index)).ToArray() ?? [])
        {
            lost!.Remove(index);
            yield return Lose(run, index, default);
        }
    }

    private void Recall(IReadOnlyList<(int Index, Remembered Item)> known, Action<RunEvent> emit, DateTimeOffset now)
    {
        var ranges = new RecalledRange(emit);
        foreach (var (index, item) in known)
        {
            if (item.Result is { } result)
            {
                Finish(result.MoveTo(index));
                if (result is RecordedSegment)
                {
                    ranges.Add((RecordedSegment)result.MoveTo(index), item.Origin);
                }
                else
                {
                    emit(new ItemsFinished(result.MoveTo(index)));
                }
            }
            else if (item.Retry is { } retry)
            {
                emit(new ItemRetried(index, retry.Made, Error: null, retry.Due, item.Origin, retry.Deaths));
                Postpone(index, retry, now);
            }
        }

        ranges.Flush();
    }

    private void Finish(ResultSegment result)
    {
        queue.Withdraw(result.First, 1);
        queue.Discard(result.First, 1);
        if (result.HasErrors && result.ErrorAt(result.First) is { } error)
        {
            outcome.Fail(error with { Index = result.First });
        }
        else
        {
            outcome.Succeed(1);
        }
    }

    // When it is due was said by another clock, or before the clock was set: it waits no longer than it would have had to at first.
    private void Postpone(int index, Retry retry, DateTimeOffset now)
    {
        queue.Postpone(index, retry.Made);
        var latest = Timetable.Later(now, queue.PageOf(index).Page.Options.Backoff.Delay(Math.Max(0, retry.Made.User - 1)));
        timetable.Retry(index, retry.Made.Total, retry.Due < latest ? retry.Due : latest);
    }
}
