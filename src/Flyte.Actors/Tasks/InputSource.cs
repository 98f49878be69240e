namespace Flyte.Actors.Tasks;

/// <summary>The inputs of a map, pulled page by page as its window opens.</summary>
internal abstract class InputSource : IAsyncDisposable
{
    /// <summary>Whether <see cref="NextAsync"/> runs code of the caller that may block its thread.</summary>
    internal abstract bool MayBlock { get; }

    /// <summary>At least one and at most <paramref name="max"/> inputs, or null at the end.</summary>
    /// <remarks>When the source throws, what came before is returned first, and the exception with the next call.</remarks>
    internal abstract ValueTask<InputPage?> NextAsync(int max, CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();
}

/// <summary>Inputs that are in memory already.</summary>
internal sealed class ListSource<TIn>(TaskDefinition task, TaskOptions options, IReadOnlyList<TIn> items) : InputSource
{
    private int next;

    internal override bool MayBlock => items is not (TIn[] or List<TIn>);

    internal override ValueTask<InputPage?> NextAsync(int max, CancellationToken cancellation)
    {
        var count = Math.Min(max, items.Count - next);
        if (count <= 0)
        {
            return new ValueTask<InputPage?>((InputPage?)null);
        }

        var copy = new TIn[count];
        switch (items)
        {
            case TIn[] array:
                Array.Copy(array, next, copy, 0, count);
                break;
            case List<TIn> list:
                list.CopyTo(next, copy, 0, count);
                break;
            default:
                for (var i = 0; i < count; i++)
                {
                    copy[i] = items[next + i];
                }

                break;
        }

        next += count;
        return new ValueTask<InputPage?>(new InputPage<TIn>(task, options, copy, 0, count));
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Inputs of a lazy sequence, which may be endless.</summary>
internal sealed class SequenceSource<TIn>(TaskDefinition task, TaskOptions options, IEnumerable<TIn> items) : InputSource
{
    private IEnumerator<TIn>? enumerator;
    private Exception? failure;
    private bool ended;

    internal override bool MayBlock => true;

    internal override ValueTask<InputPage?> NextAsync(int max, CancellationToken cancellation)
    {
        if (failure is not null)
        {
            return ValueTask.FromException<InputPage?>(failure);
        }

        var page = new PageBuilder<TIn>(task, options, max);
        try
        {
            enumerator ??= items.GetEnumerator();
            while (!ended && !page.IsFull && !cancellation.IsCancellationRequested)
            {
                ended = !enumerator.MoveNext();
                if (!ended)
                {
                    page.Add(enumerator.Current);
                }
            }
        }
        catch (Exception e) when (page.Count > 0)
        {
            failure = e;
        }

        cancellation.ThrowIfCancellationRequested();
        return new ValueTask<InputPage?>(page.Build());
    }

    public override ValueTask DisposeAsync()
    {
        enumerator?.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Inputs of an asynchronous sequence, which may be endless; a page ends where the sequence would make it wait.</summary>
internal sealed class AsyncSequenceSource<TIn>(TaskDefinition task, TaskOptions options, IAsyncEnumerable<TIn> items) : InputSource
{
    private IAsyncEnumerator<TIn>? enumerator;
    private Task<bool>? moving;

    internal override bool MayBlock => true;

    internal override async ValueTask<InputPage?> NextAsync(int max, CancellationToken cancellation)
    {
        enumerator ??= items.GetAsyncEnumerator(cancellation);
        var page = new PageBuilder<TIn>(task, options, max);
        while (!page.IsFull)
        {
            moving ??= enumerator.MoveNextAsync().AsTask();
            if (!moving.IsCompletedSuccessfully && page.Count > 0)
            {
                break;
            }

            if (!await moving.ConfigureAwait(false))
            {
                break;
            }

            moving = null;
            page.Add(enumerator.Current);
        }

        return page.Build();
    }

    public override async ValueTask DisposeAsync()
    {
        if (enumerator is null)
        {
            return;
        }

        if (moving is not null)
        {
            await ((Task)moving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await enumerator.DisposeAsync().ConfigureAwait(false);
    }
}
