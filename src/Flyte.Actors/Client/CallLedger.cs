using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Client;

/// <summary>
/// The single calls of one item: items of one run, appended as they are made. A call goes out at once when none is on its way;
/// those made meanwhile go together.
/// </summary>
internal sealed class CallLedger
{
    private const int PageSize = 32_768;

    private readonly RunLink link;
    private readonly Lock gate = new();
    private readonly Dictionary<int, PendingCall> unanswered = [];
    private List<PendingCall> unsent = [];
    private Exception? failure;
    private int sent;
    private int read;
    private bool isSending;

    internal CallLedger(RunLink link, RunSpec spec)
    {
        this.link = link;
        link.OnItemsAccepted = OnAccepted;
        link.OnResultPage = OnResults;
        link.OnFailed = Fail;
        link.OnRepeat = () => link.TellDoor(Read());
        link.Tell(new StartRun(spec));
        link.Tell(Read());
    }

    internal async Task<TOut> CallAsync<TIn, TOut>(PendingCall<TIn, TOut> call, CancellationToken cancellation)
    {
        Send(call);
        if (!cancellation.CanBeCanceled)
        {
            return await call.Result.ConfigureAwait(false);
        }

        await using var registration = cancellation.UnsafeRegister(_ => Cancel(call, cancellation), null).ConfigureAwait(false);
        return await call.Result.ConfigureAwait(false);
    }

    internal void Send(PendingCall call)
    {
        lock (gate)
        {
            if (failure is not null)
            {
                call.Fail(failure);
                return;
            }

            unsent.Add(call);
            if (!isSending)
            {
                SendAll();
            }
        }
    }

    /// <summary>Answers every open call with an exception, and takes no more.</summary>
    internal void Fail(Exception e)
    {
        PendingCall[] open;
        lock (gate)
        {
            failure ??= e;
            open = [.. unanswered.Values, .. unsent];
            unanswered.Clear();
            unsent.Clear();
        }

        Array.ForEach(open, call => call.Fail(e));
    }

    internal void Close() => link.Dispose();

    private void Cancel(PendingCall call, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (call.Index >= 0)
            {
                link.Tell(new AbortItem(link.Id, call.Index, "Its caller was cancelled."));
            }
            else
            {
                unsent.Remove(call);
            }
        }

        call.Fail(new OperationCanceledException(cancellation));
    }

    private void OnAccepted(ItemsAccepted answer)
    {
        lock (gate)
        {
            if (answer.Next < sent)
            {
                return;
            }

            isSending = false;
            if (unsent.Count > 0)
            {
                SendAll();
            }
        }
    }

    // Consecutive calls of one task and one set of options are a page.
    private void SendAll()
    {
        isSending = true;
        var calls = unsent;
        unsent = [];
        for (int start = 0, end; start < calls.Count; start = end)
        {
            var first = calls[start];
            for (end = start; end < calls.Count && end - start < PageSize && calls[end].Task == first.Task && calls[end].Options == first.Options; end++)
            {
                calls[end].Index = sent + (end - start);
                unanswered.Add(calls[end].Index, calls[end]);
            }

            link.Tell(new AddItems(link.Id, sent, first.Page(calls, start, end - start), IsLast: false));
            sent += end - start;
        }
    }

    private ReadResults Read() => new(link.Id, ReadOrder.Completed, read, int.MaxValue, read);

    private void OnResults(ResultPage page)
    {
        if (page.From != read)
        {
            return;
        }

        read = page.Next;
        foreach (var segment in page.Segments)
        {
            for (var index = segment.First; index < segment.End; index++)
            {
                Take(index)?.Complete(segment);
            }
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

    private PendingCall? Take(int index)
    {
        lock (gate)
        {
            return unanswered.Remove(index, out var call) ? call : null;
        }
    }
}
