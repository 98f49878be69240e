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
    private readonly Grain grain = new();
    private readonly Outcome outcome;
    private readonly Recall? recall;
    private readonly InputDigests? digests;
    private readonly Dictionary<int, ItemError> condemned = [];
    private List<RunEvent> events = [];
    private int concurrency;
    private int slots = 1;
    private int consumed;
    private bool closed;
    private bool ended;

    internal RunLedger(RunSpec spec, LedgerRules rules, DateTimeOffset now, Recall? recall = null)
    {
        this.spec = spec;
        this.rules = rules;
        this.recall = recall;
        digests = spec.IsRecalled ? new InputDigests() : null;
        concurrency = spec.Concurrency;
        outcome = new Outcome(spec);
        State = new RunState(spec, now);
        events.Add(new RunStarted(spec, now));
    }

    internal RunState State { get; }

    internal int Concurrency => concurrency;

    internal int Waiting => queue.Waiting;

    internal bool HasEvents => events.Count > 0;

    internal bool IsStopping => outcome.Stop is not null;

    /// <summary>Why the run starts no more items; null while it does.</summary>
    internal ItemError? Stop => outcome.Stop;

    internal DateTimeOffset? NextDue => timetable.Next;

    internal ItemCounts Counts => new(
        State.Added, queue.Waiting, queue.Leased, queue.Retrying, State.Succeeded, State.Failed, State.Aborted, State.TimedOut, !State.IsClosed);

    /// <summary>The index up to which inputs are wanted now.</summary>
    internal int Credit
    {
        get
        {
            if (closed || IsStopping)
            {
                return queue.Accepted;
            }

            var window = Math.Clamp(Math.Max(2L * concurrency, 4L * slots * grain.Size), 2, rules.MaxWindow);
            var limit = queue.Accepted - queue.Undecided + window;
            return (int)Math.Min(limit, AdmissionEnd);
        }
    }

    private long AdmissionEnd => spec.RunAhead == 0 ? int.MaxValue : Math.Min(int.MaxValue, (long)consumed + spec.RunAhead);

    internal List<RunEvent> TakeEvents()
    {
        var taken = events;
        events = [];
        return taken;
    }

    /// <summary>Inputs from <paramref name="offset"/> on. What is known already is passed over; a gap is left to be sent again.</summary>
    internal void AddItems(int offset, InputPage? page, bool last, ItemError? fault, DateTimeOffset now)
    {
        if (closed || ended || offset > queue.Accepted)
        {
            return;
        }

        var end = offset + (long)(page?.Count ?? 0);
        if (end > int.MaxValue)
        {
            (page, last) = (null, true);
            fault = LedgerErrors.TooManyItems();
        }

        if (page is not null && end > queue.Accepted && !IsStopping)
        {
            Accept(queue.Accepted == offset ? page : page.Skip(queue.Accepted - offset), now);
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
    internal WorkRange? Take(int slots)
    {
        this.slots = slots;
        return queue.Waiting == 0 ? null : queue.Take(grain.Next(queue.Waiting, slots), (int)AdmissionEnd);
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
        if (outcome.Stop is { } stop)
        {
            Withdraw(first, count, LedgerErrors.Stopped(stop));
        }
        else if (page.Deadline <= now)
        {
            Withdraw(first, count, LedgerErrors.Deadline(page.Page.Options));
        }

        foreach (var (index, error) in condemned.Where(c => c.Key >= first && c.Key < first + count).ToArray())
        {
            AbortItem(index, error);
        }
    }

    internal bool IsDecided(int index) => queue.IsDecided(index);

    internal void ObserveLease(int count, TimeSpan elapsed) => grain.Observe(count, elapsed);

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
    internal void Abort(ItemError error)
    {
        if (!ended && !IsStopping)
        {
            outcome.Abort(error);
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

        if (Withdraw(index, 1, error))
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
    internal void Consume(int position)
    {
        consumed = Math.Max(consumed, position);
        State.Results.Release(consumed);
    }

    /// <summary>Does what is due; returns the items that are handed out and whose time is up.</summary>
    internal List<(int First, int Count)> Tick(DateTimeOffset now)
    {
        var expired = new List<(int First, int Count)>();
        while (timetable.TryTake(now, out var due))
        {
            switch (due.Kind)
            {
                case DueKind.Retry when queue.Ready(due.First):
                    LimitQueuedTime(due.First, 1, queue.PageOf(due.First).Page.Options, now);
                    break;
                case DueKind.QueuedTooLong when !queue.IsGone(due.First, due.Count):
                    Withdraw(due.First, due.Count, LedgerErrors.QueuedTooLong(queue.PageOf(due.First).Page.Options));
                    break;
                case DueKind.Deadline when !queue.IsGone(due.First, due.Count):
                    Withdraw(due.First, due.Count, LedgerErrors.Deadline(queue.PageOf(due.First).Page.Options));
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
            var (phase, error) = outcome.End(queue.Accepted);
            events.Add(new RunEnded(phase, error, now));
        }
    }

    /// <summary>What was recorded of this run, for a later attempt at its parent.</summary>
    internal Recall Remember() => Recall.Of(State.Results.All, digests!);

    private void Accept(InputPage page, DateTimeOffset now)
    {
        var first = queue.Accepted;
        var deadline = page.Options.Deadline is { } limit ? now + limit : spec.Deadline;
        deadline = deadline < spec.Deadline ? deadline : spec.Deadline ?? deadline;
        queue.Add(new PageEntry(first, page, now, deadline));
        events.Add(new ItemsAdded(first, page, now));
        if (deadline is { } at)
        {
            timetable.Add(at, new Due(DueKind.Deadline, first, page.Count));
        }

        LimitQueuedTime(first, page.Count, page.Options, now);
        if (digests is not null)
        {
            digests.Add(page);
            TakeOver(first, page.Count);
        }
    }

    private void TakeOver(int first, int count)
    {
        for (var index = first; recall is not null && index < first + count; index++)
        {
            if (recall.Take(digests![index]) is { } recorded)
            {
                queue.Withdraw(index, 1);
                queue.Discard(index, 1);
                outcome.Succeed(1);
                events.Add(new ItemsFinished(recorded.MoveTo(index)));
            }
        }
    }

    private void LimitQueuedTime(int first, int count, TaskOptions options, DateTimeOffset now)
    {
        if (options.MaxQueuedTime is { } limit)
        {
            timetable.Add(now + limit, new Due(DueKind.QueuedTooLong, first, count));
        }
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
        if (!IsStopping)
        {
            outcome.Fail(error);
        }

        queue.Finish(result.First, 1);
        condemned.Remove(result.First);
        events.Add(new ItemsFinished(result));
    }

    private bool Retry(int index, ItemError error, DateTimeOffset now)
    {
        if (!error.IsRecoverable || IsStopping)
        {
            return false;
        }

        if (condemned.ContainsKey(index))
        {
            return false;
        }

        var page = queue.PageOf(index);
        var made = queue.AttemptsAt(index);
        var isSystem = error is { Kind: ErrorKind.System, Code: ErrorCodes.WorkerLost };
        if (isSystem ? made.System >= rules.SystemRetries : made.User >= page.Page.Options.Retries)
        {
            return false;
        }

        var due = isSystem ? now : now + page.Page.Options.Backoff.Delay(made.User);
        if (page.Deadline <= due)
        {
            return false;
        }

        made = isSystem ? made with { System = made.System + 1 } : made with { User = made.User + 1 };
        queue.Retry(index, made);
        events.Add(new ItemRetried(index, made, error, due));
        if (due > now)
        {
            timetable.Add(due, new Due(DueKind.Retry, index, 1));
        }
        else if (queue.Ready(index))
        {
            LimitQueuedTime(index, 1, page.Page.Options, now);
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
        events.Add(new RunStopped(outcome.Stop!));
        Withdraw(0, queue.Accepted, LedgerErrors.Stopped(outcome.Stop!));
    }

    private bool Withdraw(int first, int count, ItemError error)
    {
        var gone = queue.Withdraw(first, count);
        foreach (var (start, length) in gone)
        {
            for (int at = start, end = start + length; at < end;)
            {
                var page = queue.PageOf(at);
                var part = new FailedSegment(at, Math.Min(end, page.End) - at, LedgerErrors.Describe(error, spec.Id, page, queue.Attempts(page)));
                for (var index = at; index < part.End && !IsStopping; index++)
                {
                    outcome.Fail(part.ErrorAt(index)!);
                }

                queue.Discard(at, part.Count);
                events.Add(new ItemsFinished(part));
                at = part.End;
            }
        }

        return gone.Count > 0;
    }
}
