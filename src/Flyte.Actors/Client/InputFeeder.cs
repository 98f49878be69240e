using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Flyte.Actors.Threads;

namespace Flyte.Actors.Client;

/// <summary>Feeds a run with inputs at the pace of its window: nothing is pulled from the source before the run wants it.</summary>
internal sealed class InputFeeder : IDisposable
{
    private readonly RunLink link;
    private readonly InputSource source;
    private readonly ElasticPool pool;
    private readonly PayloadLimits? limits;
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim wanted = new(0, 1);
    private readonly Lock gate = new();
    private readonly ExecutionContext? flow = ExecutionContext.Capture();
    private readonly Queue<AddItems> ready = [];
    private readonly Queue<AddItems> unaccepted = [];
    private bool hasMoved;
    private int credit;
    private int known;
    private int offset;
    private bool hasEnded;

    /// <param name="link">The run.</param>
    /// <param name="source">Its inputs.</param>
    /// <param name="pool">Where a source runs that may block.</param>
    /// <param name="limits">How inputs are written for the journal; null when they are not recorded.</param>
    /// <param name="credit">How many inputs are sent without being asked for.</param>
    internal InputFeeder(RunLink link, InputSource source, ElasticPool pool, PayloadLimits? limits, int credit)
    {
        (this.link, this.source, this.pool, this.limits, this.credit) = (link, source, pool, limits, credit);
        link.OnItemsAccepted = OnAccepted;
        link.OnRepeat += Repeat;
    }

    /// <summary>Whether a source that breaks off may be given again, to go on behind what the run has.</summary>
    internal bool MayBeGivenAgain { get; init; }

    /// <summary>What the source threw, if it did.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>What can go with the start of the run: the first inputs, where they are in memory; otherwise null.</summary>
    internal AddItems? First()
    {
        try
        {
            if (credit > 0 && source.TryNext(Math.Min(credit, Grain.Max), out var page))
            {
                Prepare(page);
            }
        }
#pragma warning disable CA1031 // As in RunAsync.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Break(e);
        }

        return ready.TryDequeue(out var first) ? first : null;
    }

    /// <summary>Sends inputs until the source ends or the run does.</summary>
    internal async Task RunAsync()
    {
        try
        {
            SendReady();
            while (!hasEnded && await CreditAsync(offset).ConfigureAwait(false) is > 0 and var room)
            {
                Prepare(await PullAsync(Math.Min(room, Grain.Max)).ConfigureAwait(false));
                SendReady();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run has ended without the rest of its inputs.
        }
        catch (InputsInterruptedException) when (MayBeGivenAgain)
        {
            // The run waits for whoever comes with them again.
        }
#pragma warning disable CA1031 // Whatever the caller's source throws ends the stream of inputs, not the items that are done.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Break(e);
            SendReady();
        }

        await CloseAsync().ConfigureAwait(false);
        await ArriveAsync().ConfigureAwait(false);
    }

    /// <summary>Pulls no more.</summary>
    internal void Stop()
    {
        if (!stop.IsCancellationRequested)
        {
            // The source's own code hears of it: not on the thread of the actor that brings the news.
            ThreadPool.UnsafeQueueUserWorkItem(static stop => stop.Cancel(), stop, preferLocal: false);
        }
    }

    public void Dispose() => Stop();

    private void Prepare(InputPage? page)
    {
        if (page is null)
        {
            hasEnded = true;
            ready.Enqueue(new AddItems(link.Id, offset, Page: null, IsLast: true));
            return;
        }

        // Where it is known, the end goes with the last inputs: a process that dies between the two would leave a run that waits.
        hasEnded = source.HasEnded;
        var end = offset + page.Count;
        if (end <= Volatile.Read(ref known) && !hasEnded)
        {
            offset = end; // A run that was submitted before has these.
            return;
        }

        foreach (var part in limits is null ? [page] : page.Encode(limits))
        {
            var next = offset + part.Count;
            ready.Enqueue(new AddItems(link.Id, offset, part, IsLast: hasEnded && next == end));
            offset = next;
        }
    }

    private void Break(Exception e)
    {
        (Failure, hasEnded) = (e, true);
        ready.Enqueue(new AddItems(link.Id, offset, Page: null, IsLast: true, Fault(offset, e)));
    }

    private void SendReady()
    {
        while (ready.TryDequeue(out var items))
        {
            lock (gate)
            {
                unaccepted.Enqueue(items);
            }

            link.TellInOrder(items);
        }
    }

    private static ItemError Fault(int offset, Exception e)
    {
        var error = Errors.Of(e);
        return Errors.User(ErrorCodes.InputSourceFailed, $"The stream of inputs failed after {offset} items: {error.Code}: {error.Message}") with { Cause = error };
    }

    private ValueTask<InputPage?> PullAsync(int max) => InFlow(() => source.NextAsync(max, pool, stop.Token));

    // The source's code belongs to the body that maps it: what it calls in turn is part of the same item.
    private ValueTask<T> InFlow<T>(Func<ValueTask<T>> code)
    {
        if (flow is null)
        {
            return code();
        }

        ValueTask<T> result = default;
        ExecutionContext.Run(flow, _ => result = code(), null);
        return result;
    }

    private async ValueTask<int> CreditAsync(int offset)
    {
        while (true)
        {
            lock (gate)
            {
                if (credit > offset)
                {
                    return credit - offset;
                }
            }

            await wanted.WaitAsync(stop.Token).ConfigureAwait(false);
        }
    }

    // Who leaves before the last inputs have arrived on another node cannot send them again.
    private async Task ArriveAsync()
    {
        while (link.IsRemote && !stop.IsCancellationRequested && HasUnaccepted())
        {
            await wanted.WaitAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool HasUnaccepted()
    {
        lock (gate)
        {
            return unaccepted.Count > 0;
        }
    }

    // What was on its way to a run that has moved never arrived.
    private void Repeat()
    {
        lock (gate)
        {
            if (!hasMoved && !stop.IsCancellationRequested)
            {
                foreach (var items in unaccepted)
                {
                    link.TellDoor(items);
                }

                // Where it goes on, a run that has all that was sent knows of nobody who has more.
                if (link.IsRemote && unaccepted.Count == 0 && known > 0)
                {
                    link.TellDoor(new AddItems(link.Id, known, Page: null, IsLast: false));
                }
            }

            hasMoved = false;
        }
    }

    private void OnAccepted(ItemsAccepted answer)
    {
        if (answer.IsStopping)
        {
            Stop();
            return;
        }

        lock (gate)
        {
            credit = Math.Max(credit, answer.Credit);
            known = Math.Max(known, answer.Next);
            hasMoved = true;
            while (unaccepted.TryPeek(out var first) && first.Offset + (first.Page?.Count ?? 0) <= answer.Next && (!first.IsLast || answer.IsClosed))
            {
                unaccepted.Dequeue();
            }

            if (wanted.CurrentCount == 0)
            {
                wanted.Release();
            }
        }
    }

    private async Task CloseAsync()
    {
        if (source.IsInMemory)
        {
            return;
        }

        try
        {
            await pool.RunAsync(() => InFlow(CloseSourceAsync)).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A source that cannot even be closed has given its items all the same.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure ??= e;
        }
    }

    private async ValueTask<bool> CloseSourceAsync()
    {
        await source.DisposeAsync().ConfigureAwait(false);
        return true;
    }
}
