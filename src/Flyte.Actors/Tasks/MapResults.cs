using System.Collections;

namespace Flyte.Actors;

/// <summary>A map for synchronous callers: as <see cref="MapStream{TOut}"/>, the calling thread waiting for each result.</summary>
/// <typeparam name="TOut">The task's result.</typeparam>
public sealed class MapResults<TOut> : IEnumerable<ItemResult<TOut>>
{
    private readonly MapStream<TOut> stream;

    internal MapResults(MapStream<TOut> stream) => this.stream = stream;

    /// <summary>The same map with its results in the order in which they are recorded.</summary>
    public MapResults<TOut> AsCompleted() => new(stream.AsCompleted());

    /// <summary>The same map, ended by its first failure, as plain values.</summary>
    public IEnumerable<TOut> Values()
    {
        var results = stream.Values().GetAsyncEnumerator();
        try
        {
            while (Wait(results.MoveNextAsync()))
            {
                yield return results.Current;
            }
        }
        finally
        {
            Wait(results.DisposeAsync());
        }
    }

    /// <summary>Starts the map.</summary>
    public IEnumerator<ItemResult<TOut>> GetEnumerator()
    {
        var results = stream.GetAsyncEnumerator();
        try
        {
            while (Wait(results.MoveNextAsync()))
            {
                yield return results.Current;
            }
        }
        finally
        {
            Wait(results.DisposeAsync());
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool Wait(ValueTask<bool> step) => step.IsCompletedSuccessfully ? step.Result : step.AsTask().GetAwaiter().GetResult();

    private static void Wait(ValueTask step)
    {
        if (!step.IsCompletedSuccessfully)
        {
            step.AsTask().GetAwaiter().GetResult();
        }
    }
}
