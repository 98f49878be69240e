using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>
/// A run's decisions: commands and facts in, events out. It knows no actor, no clock and no I/O; time is an argument. What it
/// decides is in <see cref="TakeEvents"/> until it has been recorded, and in <see cref="State"/> from then on.
/// </summary>
internal sealed class RunLedger
{
    private readonly RunSpec spec;
    private readonly LedgerRules rules;
    private readonly WorkQueue queue = new();
    private readonly Timetable timetable = new();
    private readonly Admission admission;
    private readonly Outcome outcome;
    private readonly Withdrawal withdrawal;
    private readonly Recall? recall;
    private readonly Dictionary<int, ItemError> condemned = [];
    private readonly NewEvents events = new();
    private int concurrency;
    private bool closed;
    private bool ended;

    internal RunLedger(RunSpec spec, LedgerRules rules, DateTimeOffset now, Recall? recall = null)
    {
        (this.spec, this.rules, this.recall) = (spec, rules, recall);
        concurrency = spec.Concurrency;
        outcome = new Outcome(spec);
        withdrawal = new Withdrawal(spec.Id, queue, outcome, events.Add);
        admission = new Admission(spec.RunAhead, rules.MaxWindow);
        State = new RunState(spec, now);
        events.Add(new RunStarted(spec, now));
    }

    /// <summary>
    /// Goes on with a run from its record, from the pages of all its items that have not ended, and from what was in hand when its
    /// process died.
    /// </summary>
    internal RunLedger(RunState recorded, IReadOnlyList<PageEntry> open, IReadOnlyList<int> inHand, LedgerRules rules, DateTimeOffset now)
    {
        (spec, this.rules, State, concurrency) = (recorded.Spec, rules, recorded, recorded.Concurrency);
        (closed, ended) = (recorded.IsClosed, recorded.HasEnded);
        outcome = new Outcome(spec);
        withdrawal = new Withdrawal(spec.Id, queue, outcome, events.Add);
        admission = new Admission(spec.RunAhead, rules.MaxWindow);
        recall = new Recall();
        recall.Lost.UnionWith(inHand.Where(index => index >= recorded.Added));
        var deaths = new Takeover(queue, timetable, outcome).Restore(recorded, open, inHand, now);
        deaths.ForEach(error => Complete(new FailedSegment(error.Index, 1, _ => error), now));
        if (IsStopping)
        {
            withdrawal.Withdraw(0, queue.Accepted, LedgerErrors.Stopped(outcome.Stop!));
        }
    }

    internal RunState State { get; }

    /// <summary>Items whose results come from a cache, or are waited for.</summary>
    internal CachedItems Cached => field ??= new CachedItems(queue, timetable, outcome, admission, events.Add);

    internal AdoptedItems Adopted => new(queue);

    internal ReportedDeaths Deaths => field ??= new ReportedDeaths(State, queue, timetable, rules, recall, AbortItem, events.Add);

    /// <summary>How many items a lease has.</summary>
    internal Grain Grain => admission.Grain;

    /// <summary>Finds items by their phase.</summary>
    internal ItemPicker Items => new(State, queue);

    internal int Concurrency => concurrency;

    internal int Accepted => queue.Accepted;

    internal int Waiting => queue.Waiting;

    internal int Leased => queue.Leased;

    internal bool HasEvents => events.Count > 0;

    internal bool IsClosed => closed;

    internal bool IsStopping => outcome.Stop is not null;

    internal ItemError? Stop => outcome.Stop;

    internal DateTimeOffset? NextDue => timetable.Next;

    internal ItemCounts Counts => State.Counts(queue.Waiting + queue.Held, queue.Leased, queue.Retrying);

    /// <summary>The index up to which inputs are wanted now.</summary>
    internal int Credit =>
        closed || IsStopping ? queue.Accepted : admission.Credit(queue.Accepted, queue.Undecided, concurrency);

    internal List<RunEvent> TakeEvents() => events.Take();

    /// <summary>Inputs from <paramref name="offset"/> on. What is known already is passed over; a gap is left to be sent again.</summary>
    internal void AddItems(
        int offset, InputPage? page, bool last, ItemError? fault, DateTimeOffset now, IReadOnlyList<ResultSegment>? recovered = null)
    {
        if (closed || ended || offset > queue.Accepted)
        {
            return;
        }

        var end = offset + (long)(page?.Count ?? 0);
        if (end > int.MaxValue)
        {
            (page, last, fault) = (null, true, LedgerErrors.TooManyItems());
        }

        if (page is not null && end > queue.Accepted && !IsStopping)
        {
            Accept(page.From(queue.Accepted - offset), recovered ?? [], now);
        }

        if (last)
        {
            closed = true;
            events.Add(new InputsClosed(fault));
            outcome.CloseInputs(fault);
            StopIfHopeless();
        }
    }

    /// <summary>Work for one of so many slots, or null when there is none to hand out now.</summary>
    /// <param name="slots">The slots of the run.</param>
    /// <param name="items">The most items, for a slot that is not beside the run.</param>
    internal WorkRange? Take(int slots, int? items = null)
    {
        if (queue.Waiting == 0 || queue.Take(admission.LeaseSize(queue.Waiting, slots, items), admission.End) is not { } work)
        {
            return null;
        }

        return Caution.IsAlone(work.Attempts, rules) ? work with { IsAlone = true } : work;
    }

    /// <summary>Items of a lease that were not started.</summary>
    internal void Return(int first, int count, DateTimeOffset now)
    {
        if (count == 0)
        {
            return;
        }

        var page = queue.PageOf(first);
        queue.Return(first, count);
        foreach (var (index, error) in condemned.Where(c => c.Key >= first && c.Key < first + count).ToArray())
        {
            condemned.Remove(index);
            AbortItem(index, error);
        }

        if (outcome.Stop is { } stop)
        {
            withdrawal.Withdraw(first, count, LedgerErrors.Stopped(stop));
        }
        else if (page.Deadline <= now)
        {
            withdrawal.Withdraw(first, count, LedgerErrors.Deadline(page.Page.Options));
        }
        else
        {
            timetable.Requeued(page, first, count, queue.AttemptsAt(first).Total, now);
        }
    }

    internal bool IsDecided(int index) => queue.IsDecided(index);

    /// <summary>Items of a lease that have ended, in whatever way.</summary>
    internal void Complete(ResultSegment results, DateTimeOffset now)
    {
        var start = results.First;
        for (var index = start; results.HasErrors && index < results.End; index++)
        {
            if (results.ErrorAt(index) is { } error)
            {
                Succeed(results, start, index);
                start = index + 1;
                if (!Retry(index, error, now))
                {
                    Fail(results.Slice(index, 1), error);
                }
            }
        }

        Succeed(results, start, results.End);
        if (results.HasErrors)
        {
            StopIfHopeless();
        }
    }

    /// <summary>Stops the run: nothing more starts, and what waits is ended with the error.</summary>
    internal void Abort(ItemError error, bool isAborted = true)
    {
        if (!ended && !IsStopping)
        {
            outcome.Abort(error, isAborted);
            WithdrawAll();
        }
    }

    /// <summary>Ends an item that waits; true when it is handed out, so that it has to be cancelled there.</summary>
    internal bool AbortItem(int index, ItemError error)
    {
        if (queue.IsDecided(index))
        {
            return false;
        }

        if (withdrawal.Withdraw(index, 1, error))
        {
            StopIfHopeless();
            return false;
        }

        condemned[index] = error;
        return true;
    }

    internal void Resize(int size)
    {
        if (!ended && size != concurrency)
        {
            concurrency = size;
            events.Add(new RunResized(size));
        }
    }

    /// <summary>Notes how far the reader has come; results that only it would read are let go.</summary>
    internal void Consume(int position) => State.Results.Release(admission.Consume(position));

    /// <summary>Does what is due; returns the items that are handed out and whose time is up.</summary>
    internal List<(int First, int Count)> Tick(DateTimeOffset now)
    {
        var expired = new List<(int First, int Count)>();
        while (timetable.TryTake(now, out var due))
        {
            if (queue.IsGone(due.First, due.Count))
            {
                continue;
            }

            var page = queue.PageOf(due.First);
            switch (due.Kind)
            {
                case DueKind.Retry when queue.Ready(due.First):
                    timetable.Queued(page, due.First, 1, due.Attempts, now);
                    break;
                case DueKind.QueuedTooLong:
                    withdrawal.Withdraw(due.First, due.Count, LedgerErrors.QueuedTooLong(page.Page.Options), due.Attempts);
                    break;
                case DueKind.Deadline:
                    withdrawal.Withdraw(due.First, due.Count, LedgerErrors.Deadline(page.Page.Options));
                    expired.Add((due.First, due.Count));
                    break;
            }
        }

        StopIfHopeless();
        return expired;
    }

    /// <summary>Ends the run if nothing of it is left.</summary>
    internal void EndIfDone(DateTimeOffset now)
    {
        if (!ended && (closed || IsStopping) && queue.Undecided == 0)
        {
            ended = true;
            events.Add(outcome.End(queue.Accepted, now));
        }
    }

    /// <summary>What this run and those before it have kept in memory for a further attempt at their caller.</summary>
    internal Recall Remember() => (recall ?? new Recall(spec.Id.IsTraces)).Add(State.Results.All, State.Kept);

    private void Accept(InputPage page, IReadOnlyList<ResultSegment> recovered, DateTimeOffset now)
    {
        admission.ObserveInputs(page.Count, page.Block?.Json.Length);
        var deaths = new Takeover(queue, timetable, outcome).Accept(page, spec, recovered, recall, events.Add, now);
        deaths.ForEach(error => Complete(new FailedSegment(error.Index, 1, _ => error), now));
        StopIfHopeless();
    }

    private void Succeed(ResultSegment results, int from, int to)
    {
        if (to > from)
        {
            outcome.Succeed(to - from);
            queue.Finish(from, to - from);
            events.Add(new ItemsFinished(to - from == results.Count ? results : results.Slice(from, to - from)));
        }
    }

    private void Fail(ResultSegment result, ItemError error)
    {
        if (!IsStopping || error.Code != ErrorCodes.Aborted)
        {
            outcome.Fail(error);
        }

        queue.Finish(result.First, 1);
        condemned.Remove(result.First);
        events.Add(new ItemsFinished(result));
    }

    private bool Retry(int index, ItemError error, DateTimeOffset now)
    {
        var page = queue.PageOf(index);
        if (IsStopping
            || condemned.ContainsKey(index)
            || RetryRule.Decide(error, queue.AttemptsAt(index), page, rules, now) is not var (made, due))
        {
            return false;
        }

        queue.Retry(index, made);
        events.Add(new ItemRetried(index, made, error, due));
        if (due > now)
        {
            timetable.Retry(index, made.Total, due);
        }
        else if (queue.Ready(index))
        {
            timetable.Queued(page, index, 1, made.Total, now);
        }

        return true;
    }

    private void StopIfHopeless()
    {
        if (outcome.StopIfHopeless(closed ? queue.Accepted : null))
        {
            WithdrawAll();
        }
    }

    private void WithdrawAll()
    {
        events.Add(new RunStopped(outcome.Stop!, outcome.IsAborted));
        withdrawal.Withdraw(0, queue.Accepted, LedgerErrors.Stopped(outcome.Stop!));
    }
}
