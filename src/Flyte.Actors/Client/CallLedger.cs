using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Flyte.Actors.Threads;

namespace Flyte.Actors.Client;

/// <summary>
/// The single calls of one item, or its steps: items of one run, appended as they are made. A call goes out at once when none is on its way;
/// those made meanwhile go together, and while they come in bursts, each page waits for twice as many as the last.
/// </summary>
internal sealed class CallLedger : IThreadPoolWorkItem
{
    private const int PageSize = 32_768;
    private const int LargestBurst = 8192;

    private readonly RunLink link;
    private readonly RunSpec spec;
    private readonly ElasticPool pool;
    private readonly PayloadLimits? limits;
    private readonly Lock gate = new();
    private readonly OpenCalls open = new();
    private readonly Queue<AddItems> unaccepted = [];
    private Exception? failure;
    private int made;
    private int sent;
    private int read;
    private int burst = 1;
    private bool isSending;
    private bool isListening;

    internal CallLedger(RunLink link, RunSpec spec, ElasticPool pool, PayloadLimits? limits)
    {
        (this.link, this.spec, this.pool, this.limits) = (link, spec, pool, limits);
        link.OnItemsAccepted = OnAccepted;
        link.OnResultPage = OnResults;
        link.OnFailed = Fail;
        link.OnStepDue = OnStepDue;
        link.OnRepeat += Repeat;
    }

    /// <summary>Sends a call, now or with the next page, and returns its index.</summary>
    internal int Send(IPendingCall call)
    {
        lock (gate)
        {
            if (failure is not null)
            {
                call.Fail(failure);
                return -1;
            }

            var index = open.Add(call);
            Volatile.Write(ref made, open.End);
            SendIfWorthIt();
            return index;
        }
    }

    /// <summary>Gives a call up when its caller is cancelled.</summary>
    internal void CancelWith(IPendingCall call, int index, CancellationToken cancellation)
    {
        var registration = cancellation.UnsafeRegister(_ => Cancel(index, cancellation), null);
        _ = call.Answer.ContinueWith(
            _ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Answers every open call with an exception, and takes no more.</summary>
    internal void Fail(Exception e)
    {
        List<IPendingCall> unanswered;
        lock (gate)
        {
            failure ??= e;
            unanswered = open.TakeAll();
        }

        Give(unanswered, e);
    }

    internal void Close() => link.Dispose();

    // A call that is not sent yet goes out all the same: its index is taken, and the abort follows it.
    private void Cancel(int index, CancellationToken cancellation)
    {
        IPendingCall? call;
        lock (gate)
        {
            if (index >= sent && failure is null)
            {
                SendAll();
            }

            call = open.Take(index);
        }

        if (call is not null)
        {
            link.TellBehindInputs(new AbortItem(link.Id, index, "Its caller was cancelled.", IsCallers: true));
            Give([call], new OperationCanceledException(cancellation));
        }
    }

    private void OnAccepted(ItemsAccepted answer)
    {
        lock (gate)
        {
            while (unaccepted.TryPeek(out var first) && first.Offset + first.Page!.Count <= answer.Next)
            {
                unaccepted.Dequeue();
            }

            if (answer.Next < sent || failure is not null)
            {
                return;
            }

            isSending = false;
            SendIfWorthIt();
        }
    }

    /// <summary>Waits for the end of a burst, and sends what is left of it.</summary>
    public void Execute()
    {
        for (var seen = -1; seen != Volatile.Read(ref made);)
        {
            seen = Volatile.Read(ref made);
            Thread.SpinWait(200);
            Thread.Yield();
        }

        lock (gate)
        {
            isListening = false;
            burst = 1;
            SendIfWorthIt();
        }
    }

    private void SendIfWorthIt()
    {
        var unsent = open.End - sent;
        if (isSending || unsent == 0 || failure is not null)
        {
            return;
        }

        if (unsent >= burst)
        {
            burst = unsent == 1 ? 1 : Math.Min(2 * unsent, LargestBurst);
            SendAll();
        }
        else if (!isListening)
        {
            isListening = true;
            pool.Queue(this);
        }
    }

    // Consecutive calls of one task and one set of options are a page.
    private void SendAll()
    {
        isSending = true;
        while (sent < open.End)
        {
            var unsent = open.Range(sent, Math.Min(open.End, sent + PageSize));
            var count = 1;
            while (count < unsent.Length && unsent[0]!.GoesWith(unsent[count]!))
            {
                count++;
            }

            var page = unsent[0]!.Page(unsent[..count]);
            foreach (var part in limits is null ? [page] : page.Encode(limits))
            {
                Send(new AddItems(link.Id, sent, part, IsLast: false));
                sent += part.Count;
            }
        }
    }

    // The run starts with the first call, so that both are recorded at once.
    private void Send(AddItems items)
    {
        if (items.Offset > 0)
        {
            unaccepted.Enqueue(items);
            link.TellInOrder(items);
            return;
        }

        link.Start(new StartRun(spec, First: items));
        link.Tell(Read());
    }

    private void Repeat()
    {
        lock (gate)
        {
            if (sent > 0)
            {
                foreach (var items in unaccepted)
                {
                    link.TellDoor(items);
                }

                link.TellDoor(Read());
            }
        }
    }

    private void OnStepDue(int index)
    {
        ITracedStep? step;
        lock (gate)
        {
            step = open.Find(index) as ITracedStep;
        }

        step?.OnDue(new StepPlace(link.Id.Value, index, limits, result => link.Tell(new StepDone(link.Id, index, result))));
    }

    private ReadResults Read() => new(link.Id, ReadOrder.Completed, read, int.MaxValue, read, link.PageBytes);

    private void OnResults(ResultPage page)
    {
        if (page.From != read)
        {
            return;
        }

        read = page.Next;
        foreach (var segment in page.Segments)
        {
            var calls = new IPendingCall?[segment.Count];
            lock (gate)
            {
                for (var i = 0; i < calls.Length; i++)
                {
                    calls[i] = open.Take(segment.First + i);
                }
            }

            // Callers go on in code of the user's: never on the thread that brings the answer.
            pool.Queue(new CompletedCalls(pool, segment, calls));
        }

        if (page.End is { } end)
        {
            Fail(Failures.Of(end, inputFailure: null) ?? new RunAbortedException("The calls have ended."));
        }
        else
        {
            link.Tell(Read());
        }
    }

    private void Give(List<IPendingCall> calls, Exception failure)
    {
        if (calls.Count > 0)
        {
            pool.Queue(new FailedCalls(pool, calls, failure));
        }
    }
}
