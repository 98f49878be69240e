namespace Flyte.Actors.Tasks;

/// <summary>Where maps go: below an item, or to a runtime.</summary>
internal interface IMapRunner
{
    /// <summary>Starts a map run and returns its results.</summary>
    /// <exception cref="UnknownTaskException">The task is not registered.</exception>
    ResultFeed Start(MapCall call, CancellationToken cancellation);
}

/// <summary>Where the calls and maps of an item go: to the runs below it.</summary>
internal interface ITaskRunner : IMapRunner
{
    /// <summary>Makes a call an item of a run, and answers it.</summary>
    /// <exception cref="UnknownTaskException">The task is not registered.</exception>
    void Send(IPendingCall call, CancellationToken cancellation);

    /// <summary>Makes a step an item of a run, which says whether the caller has to execute it, and answers it.</summary>
    void Trace(ITracedStep step);

    /// <summary>The caller has ended: whoever still waits for a call is told so.</summary>
    void End();
}

/// <summary>One map as its caller described it.</summary>
/// <param name="Task">What is run for each input.</param>
/// <param name="Options">The options in force at the call site.</param>
/// <param name="Inputs">Opens the inputs; called once for each enumeration.</param>
/// <param name="Concurrency">The most bodies in flight; 0 for the runtime's bound.</param>
/// <param name="Map">How the map is run.</param>
/// <param name="AsCompleted">Whether results come in the order in which they are recorded.</param>
internal sealed record MapCall(
    TaskDefinition Task, TaskOptions Options, Func<InputSource> Inputs, int Concurrency, MapOptions Map, bool AsCompleted);

/// <summary>Pages of results, one after the other.</summary>
internal abstract class ResultFeed : IAsyncDisposable
{
    /// <summary>
    /// The next page, or null after the last one. <paramref name="consumed"/> is how many results the caller has taken so far.
    /// </summary>
    /// <exception cref="FlyteException">The run ended in a way that its slots do not show.</exception>
    internal abstract ValueTask<IReadOnlyList<ResultSegment>?> NextAsync(int consumed);

    /// <summary>Stops the run if it is still going, and waits for the bodies that run.</summary>
    public abstract ValueTask DisposeAsync();
}

/// <summary>What stands in for a run where there is none.</summary>
internal static class OutsideRun
{
    private static Func<IMapRunner>? runner;

    /// <summary>A map outside a run is run by a runtime of the process, so that it behaves as it would inside.</summary>
    internal static IMapRunner Runner => runner!();

    internal static void Use(Func<IMapRunner> factory) => runner = factory;
}
