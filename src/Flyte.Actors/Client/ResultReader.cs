using System.Threading.Tasks.Sources;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Client;

/// <summary>Reads a run's results page by page, the next one being asked for while the last is used.</summary>
internal sealed class ResultReader : IValueTaskSource<ResultPage>
{
    private const int LargestPage = 32_768;

    private readonly RunLink link;
    private readonly ReadOrder order;
    private readonly int runAhead;
    private readonly Lock gate = new();
    private ManualResetValueTaskSourceCore<ResultPage> arrival = new() { RunContinuationsAsynchronously = true };
    private ResultPage? ready;
    private Exception? failure;
    private bool isWaiting;
    private int from;
    private int asked = -1;
    private int told;

    internal ResultReader(RunLink link, ReadOrder order, int from, int runAhead)
    {
        (this.link, this.order, this.from, this.runAhead) = (link, order, from, runAhead);
        link.OnResultPage = OnPage;
        link.OnFailed = Fail;
        link.OnRepeat += Repeat;
    }

    /// <summary>Whether the end of the run has arrived.</summary>
    internal bool HasSeenEnd { get; private set; }

    /// <summary>Asks for the first page before anybody waits for it.</summary>
    internal void Open(int consumed) => Ask(consumed);

    /// <summary>The next page.</summary>
    /// <param name="consumed">How many results the caller has used.</param>
    internal ValueTask<ResultPage> NextAsync(int consumed)
    {
        lock (gate)
        {
            if (failure is not null)
            {
                return ValueTask.FromException<ResultPage>(failure);
            }

            Ask(consumed);
            if (ready is { } page)
            {
                ready = null;
                Prefetch(page, consumed);
                return new ValueTask<ResultPage>(page);
            }

            arrival.Reset();
            isWaiting = true;
            return new ValueTask<ResultPage>(this, arrival.Version);
        }
    }

    /// <summary>Ends the wait for a page, and all further ones.</summary>
    internal void Fail(Exception e)
    {
        lock (gate)
        {
            failure ??= e;
            if (isWaiting)
            {
                isWaiting = false;
                arrival.SetException(failure);
            }
        }
    }

    ResultPage IValueTaskSource<ResultPage>.GetResult(short token) => arrival.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ResultPage>.GetStatus(short token) => arrival.GetStatus(token);

    void IValueTaskSource<ResultPage>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        arrival.OnCompleted(continuation, state, token, flags);

    private void OnPage(ResultPage page)
    {
        lock (gate)
        {
            if (page.From != from || page.Order != order || HasSeenEnd)
            {
                return; // A page that was asked for twice.
            }

            from = page.Next;
            HasSeenEnd = page.End is not null;
            if (isWaiting)
            {
                isWaiting = false;
                Prefetch(page, page.From);
                arrival.SetResult(page);
            }
            else
            {
                ready = page;
            }
        }
    }

    private void Prefetch(ResultPage page, int consumed)
    {
        if (page.End is null)
        {
            Ask(consumed);
        }
    }

    private void Repeat()
    {
        lock (gate)
        {
            if (isWaiting)
            {
                link.TellDoor(new ReadResults(link.Id, order, from, PageSize, Consumed: 0, link.PageBytes));
            }
        }
    }

    // Each position is asked for once, and once more when the reader has used more since: the run-ahead counts from there.
    private void Ask(int consumed)
    {
        if (ready is null && !HasSeenEnd && (asked != from || consumed > told))
        {
            (asked, told) = (from, consumed);
            link.Tell(new ReadResults(link.Id, order, from, PageSize, consumed, link.PageBytes));
        }
    }

    // With a bound on the run-ahead, pages are so small that one is always on its way.
    private int PageSize => runAhead == 0 ? LargestPage : Math.Clamp(runAhead / 4, 1, LargestPage);
}
