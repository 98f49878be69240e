using Flyte.Actors.Tasks;

namespace Flyte.Actors;

/// <summary>
/// A map, described but not yet started: each enumeration is a run of its own, which starts with it, pulls the inputs as its
/// window opens, and is stopped when the enumerator is disposed before the end.
/// </summary>
/// <typeparam name="TOut">The task's result.</typeparam>
/// <remarks>
/// Results come in the order of the inputs, whatever order they finish in. What the slots cannot show is thrown by the
/// enumeration: <see cref="TaskFailedException"/> (fail-fast), <see cref="ToleranceExceededException"/>,
/// <see cref="InputSourceException"/>, <see cref="RunAbortedException"/>.
/// </remarks>
public sealed class MapStream<TOut> : IAsyncEnumerable<ItemResult<TOut>>
{
    private readonly IMapRunner? runner;

    internal MapStream(MapCall call, IMapRunner? runner)
    {
        Call = call;
        this.runner = runner;
    }

    internal MapCall Call { get; }

    /// <summary>The same map with its results in the order in which they are recorded.</summary>
    public MapStream<TOut> AsCompleted() => new(Call with { AsCompleted = true }, runner);

    /// <summary>The same map, ended by its first failure, as a stream of plain values.</summary>
    public IAsyncEnumerable<TOut> Values() => new MapValues<TOut>(On(Call with { Map = Call.Map with { FailFast = true } }));

    /// <summary>Starts the map. An enumerator is used by one caller at a time.</summary>
    /// <param name="cancellationToken">Aborts the run; the enumeration throws an <see cref="OperationCanceledException"/>.</param>
    public MapEnumerator<TOut> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new((runner ?? TaskContext.Current?.Runner ?? OutsideRun.Runner).Start(Call, cancellationToken));

    IAsyncEnumerator<ItemResult<TOut>> IAsyncEnumerable<ItemResult<TOut>>.GetAsyncEnumerator(CancellationToken cancellationToken) =>
        GetAsyncEnumerator(cancellationToken);

    /// <summary>The same map on a runtime, for callers that stand outside its runs.</summary>
    internal MapStream<TOut> On(IMapRunner runner) => new(Call, runner);

    private MapStream<TOut> On(MapCall call) => new(call, runner);
}
