using Flyte.Actors.Payloads;
using Flyte.Actors.Threads;

namespace Flyte.Actors.Tasks;

/// <summary>The inputs of a map, pulled page by page as its window opens.</summary>
internal abstract class InputSource : IAsyncDisposable
{
    /// <summary>Whether the inputs are in memory already, so that to take many of them costs nothing.</summary>
    internal virtual bool IsInMemory => false;

    /// <summary>Whether it is known without another look that all inputs have been taken.</summary>
    internal virtual bool HasEnded => false;

    /// <summary>What all inputs are recognised by; null where they would have to be pulled for that.</summary>
    internal virtual InputDigest? Digest() => null;

    /// <summary>At least one and at most <paramref name="max"/> inputs, or null at the end.</summary>
    /// <param name="max">More than zero.</param>
    /// <param name="pool">Where code of the caller runs, which may block its thread.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <remarks>When the source throws, what came before is returned first, and the exception with the next call.</remarks>
    internal abstract ValueTask<InputPage?> NextAsync(int max, ElasticPool pool, CancellationToken cancellation);

    /// <summary>What <see cref="NextAsync"/> gives, where it is in memory; false where it may have to be waited for.</summary>
    internal virtual bool TryNext(int max, out InputPage? page)
    {
        page = null;
        return false;
    }

    public abstract ValueTask DisposeAsync();
}

/// <summary>Inputs of an asynchronous sequence, which may be endless; a page ends where the sequence would make it wait.</summary>
internal sealed class AsyncSequenceSource<TIn>(TaskDefinition task, TaskOptions options, IAsyncEnumerable<TIn> items) : InputSource
{
    private IAsyncEnumerator<TIn>? enumerator;
    private Task<bool>? moving;

    internal override ValueTask<InputPage?> NextAsync(int max, ElasticPool pool, CancellationToken cancellation) =>
        new(pool.RunAsync(() => PullAsync(max, cancellation)));

    internal async ValueTask<InputPage?> PullAsync(int max, CancellationToken cancellation)
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
