namespace Flyte.Actors.Tasks;

/// <summary>A fail-fast map as a stream of plain values.</summary>
internal sealed class MapValues<TOut>(MapStream<TOut> results) : IAsyncEnumerable<TOut>
{
    public IAsyncEnumerator<TOut> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Enumerator(results.GetAsyncEnumerator(cancellationToken));

    private sealed class Enumerator(MapEnumerator<TOut> results) : IAsyncEnumerator<TOut>
    {
        public TOut Current => results.Current.Value;

        public ValueTask<bool> MoveNextAsync() => results.MoveNextAsync();

        public ValueTask DisposeAsync() => results.DisposeAsync();
    }
}
