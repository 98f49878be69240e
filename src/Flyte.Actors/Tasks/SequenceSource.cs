using Flyte.Actors.Threads;

namespace Flyte.Actors.Tasks;

/// <summary>
/// Inputs of a lazy sequence, which may be endless. It is pulled on a thread of its own while there is room, so that a sequence
/// that blocks does not hold back what it has given.
/// </summary>
internal sealed class SequenceSource<TIn>(TaskDefinition task, TaskOptions options, IEnumerable<TIn> items) : InputSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(2);

    private readonly Lock gate = new();
    private readonly PulledItems<TIn> pulled = new();
    private IEnumerator<TIn>? enumerator;
    private Task<bool> pulling = Task.FromResult(true);
    private TaskCompletionSource? arrival;
    private Exception? failure;
    private int room;
    private bool isPulling;
    private bool hasEnded;
    private bool isClosed;

    internal override bool HasEnded => pulling.IsCompleted && hasEnded && pulled.Available == 0;

    private bool IsOver => pulling.IsCompleted && (hasEnded || failure is not null || isClosed);

    internal override async ValueTask<InputPage?> NextAsync(int max, ElasticPool pool, CancellationToken cancellation)
    {
        if (pulled.Available < max)
        {
            await WaitAsync(max, pool, cancellation).ConfigureAwait(false);
        }

        while (true)
        {
            // Looked at before the items are: what was added meanwhile must not be taken for missing.
            var isOver = IsOver;
            var (array, start, count) = pulled.Take(max);
            if (count > 0)
            {
                return new InputPage<TIn>(task, options, array, start, count);
            }

            if (isOver)
            {
                return failure is null ? null : throw failure;
            }

            await WaitAsync(max, pool, cancellation).ConfigureAwait(false);
        }
    }

    public override ValueTask DisposeAsync()
    {
        lock (gate)
        {
            isClosed = true;
            if (!isPulling)
            {
                enumerator?.Dispose();
            }
        }

        return ValueTask.CompletedTask;
    }

    // A sequence that is quick fills the page; one that is slow gives what it has, and at least one item.
    private async Task WaitAsync(int max, ElasticPool pool, CancellationToken cancellation)
    {
        // The thread that pulls may take it out of the field as soon as it is there.
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            Volatile.Write(ref room, max - pulled.Available);
            if (pulling.IsCompleted && !IsOver)
            {
                isPulling = true;
                pulling = pool.RunAsync(Pull);
            }

            arrival = first;
        }

        // The thread that pulls looks for a waiting reader after each item, without a barrier: this one serves both.
        Interlocked.MemoryBarrierProcessWide();
        if (pulled.Available == 0)
        {
            await Task.WhenAny(pulling, first.Task).WaitAsync(cancellation).ConfigureAwait(false);
        }

        if (!pulling.IsCompleted)
        {
            await Task.WhenAny(pulling, Task.Delay(Patience, cancellation)).ConfigureAwait(false);
        }
    }

    private ValueTask<bool> Pull()
    {
        try
        {
            enumerator ??= items.GetEnumerator();
            while (!Volatile.Read(ref isClosed) && Interlocked.Decrement(ref room) >= 0)
            {
                if (!enumerator.MoveNext())
                {
                    hasEnded = true;
                    break;
                }

                pulled.Add(enumerator.Current);
                Interlocked.Exchange(ref arrival, null)?.SetResult();
            }
        }
#pragma warning disable CA1031 // What the sequence throws is thrown by the call that finds nothing before it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
        }

        lock (gate)
        {
            isPulling = false;
            if (isClosed)
            {
                enumerator?.Dispose();
            }
        }

        return new ValueTask<bool>(true);
    }
}
