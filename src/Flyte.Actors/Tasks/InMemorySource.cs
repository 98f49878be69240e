using Flyte.Actors.Payloads;
using Flyte.Actors.Threads;

namespace Flyte.Actors.Tasks;

/// <summary>Inputs that are in memory already, or as good as that: to take them runs no code that could block.</summary>
internal abstract class InMemorySource : InputSource
{
    internal sealed override bool IsInMemory => true;

    internal sealed override ValueTask<InputPage?> NextAsync(int max, ElasticPool pool, CancellationToken cancellation)
    {
        TryNext(max, out var page);
        return new ValueTask<InputPage?>(page);
    }

    public sealed override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Inputs in a list; <c>Enumerable.Range</c> is one too.</summary>
internal sealed class ListSource<TIn>(TaskDefinition task, TaskOptions options, IList<TIn> items) : InMemorySource
{
    private int next;

    internal override bool HasEnded => next == items.Count;

    internal override InputDigest? Digest() => InputDigest.OfAll(items, InputDigest.Of);

    internal override bool TryNext(int max, out InputPage? page)
    {
        page = null;
        var count = Math.Min(max, items.Count - next);
        if (count <= 0)
        {
            return true;
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
        page = new InputPage<TIn>(task, options, copy, 0, count);
        return true;
    }
}
