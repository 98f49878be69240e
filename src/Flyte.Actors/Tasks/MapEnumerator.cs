using Flyte.Actors.Tasks;

namespace Flyte.Actors;

/// <summary>
/// The results of a map, one after the other. Written by hand: while results are at hand, a step is a comparison and an
/// increment, where a compiler-made iterator costs more than the whole rest of the way of a cheap item.
/// </summary>
/// <typeparam name="TOut">The task's result.</typeparam>
public sealed class MapEnumerator<TOut> : IAsyncEnumerator<ItemResult<TOut>>
{
    private readonly ResultFeed feed;
    private IReadOnlyList<ResultSegment> page = [];
    private int nextSegment;
    private TOut[] values = [];
    private ItemError?[]? errors;
    private int position = -1;
    private int end;
    private int shift;
    private int consumed;

    internal MapEnumerator(ResultFeed feed) => this.feed = feed;

    /// <summary>The result at hand; only after <see cref="MoveNextAsync"/> returned true.</summary>
    public ItemResult<TOut> Current => new(position + shift, values[position], errors?[position]);

    /// <summary>Goes on to the next result; false after the last one.</summary>
    /// <exception cref="FlyteException">The run ended in a way that its slots do not show.</exception>
    public ValueTask<bool> MoveNextAsync() => ++position < end ? new ValueTask<bool>(true) : MoveOnAsync();

    /// <summary>Ends the enumeration: a run that is still going is stopped, and its running bodies are awaited.</summary>
    public ValueTask DisposeAsync() => feed.DisposeAsync();

    private ValueTask<bool> MoveOnAsync()
    {
        if (TakeSegment())
        {
            return new ValueTask<bool>(true);
        }

        var next = feed.NextAsync(consumed);
        return next.IsCompletedSuccessfully ? new ValueTask<bool>(TakePage(next.Result)) : WaitAsync(next);
    }

    private async ValueTask<bool> WaitAsync(ValueTask<IReadOnlyList<ResultSegment>?> next) =>
        TakePage(await next.ConfigureAwait(false));

    private bool TakePage(IReadOnlyList<ResultSegment>? next)
    {
        page = next ?? [];
        nextSegment = 0;
        return TakeSegment();
    }

    private bool TakeSegment()
    {
        if (nextSegment == page.Count)
        {
            position = end = 0;
            return false;
        }

        var segment = page[nextSegment++].As<TOut>();
        values = segment.Values;
        errors = segment.Errors;
        position = segment.Start;
        end = segment.Start + segment.Count;
        shift = segment.First - segment.Start;
        consumed += segment.Count;
        return true;
    }
}
