using Flyte.Actors.Tasks;

namespace Flyte.Actors;

/// <summary>A task of two inputs.</summary>
/// <typeparam name="T1">The first input.</typeparam>
/// <typeparam name="T2">The second input.</typeparam>
/// <typeparam name="TOut">The result.</typeparam>
public sealed class FlyteTask<T1, T2, TOut> : FlyteTask
{
    internal FlyteTask(TaskTarget<(T1, T2), TOut> target) => Target = target;

    /// <inheritdoc/>
    public override TaskOptions Options => Target.Options;

    internal TaskTarget<(T1, T2), TOut> Target { get; }

    internal override TaskDefinition Definition => Target.Definition;

    /// <summary>The same task with other options; the function gets those in force.</summary>
    /// <param name="change">Such as <c>o =&gt; o with { Retries = 0 }</c>.</param>
    public FlyteTask<T1, T2, TOut> With(Func<TaskOptions, TaskOptions> change) => new(Target.With(Change(Target.Options, change)));

    /// <summary>Calls the task and waits for its result.</summary>
    /// <param name="first">The first input.</param>
    /// <param name="second">The second input.</param>
    /// <exception cref="TaskFailedException">Inside a run: the task failed for good. Outside, its own exception comes through.</exception>
    public TOut Call(T1 first, T2 second) => Target.Call((first, second));

    /// <summary>Calls the task.</summary>
    /// <param name="first">The first input.</param>
    /// <param name="second">The second input.</param>
    /// <param name="cancellationToken">Gives up waiting, and aborts the called item.</param>
    /// <exception cref="TaskFailedException">Inside a run: the task failed for good. Outside, its own exception comes through.</exception>
    public Task<TOut> CallAsync(T1 first, T2 second, CancellationToken cancellationToken = default) =>
        Target.CallAsync((first, second), cancellationToken);

    /// <summary>Runs the task for the inputs side by side; the calling thread waits for the results.</summary>
    /// <param name="first">The inputs of that position, pulled as the window opens.</param>
    /// <param name="second">The inputs of that position, pulled as the window opens.</param>
    /// <param name="concurrency">The most items in flight, in the whole cluster; 0, the default, for the runtime's bound.</param>
    /// <param name="options">How the map is run.</param>
    /// <exception cref="ArgumentNullException">An input is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="concurrency"/> is negative.</exception>
    /// <exception cref="ArgumentException">The inputs are known to have unequal lengths.</exception>
    public MapResults<TOut> Map(IEnumerable<T1> first, IEnumerable<T2> second, int concurrency = 0, MapOptions? options = null) =>
        new(MapAsync(first, second, concurrency, options));

    /// <summary>Runs the task for the inputs side by side.</summary>
    /// <param name="first">The inputs of that position, pulled as the window opens.</param>
    /// <param name="second">The inputs of that position, pulled as the window opens.</param>
    /// <param name="concurrency">The most items in flight, in the whole cluster; 0, the default, for the runtime's bound.</param>
    /// <param name="options">How the map is run.</param>
    /// <exception cref="ArgumentNullException">An input is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="concurrency"/> is negative.</exception>
    /// <exception cref="ArgumentException">The inputs are known to have unequal lengths.</exception>
    public MapStream<TOut> MapAsync(IEnumerable<T1> first, IEnumerable<T2> second, int concurrency = 0, MapOptions? options = null) =>
        Target.Map(Zip.Of(first, second, options), concurrency, options);

    /// <summary>Runs the task for each tuple of inputs of an asynchronous stream.</summary>
    /// <param name="items">The inputs, pulled as the window opens.</param>
    /// <param name="concurrency">The most items in flight, in the whole cluster; 0, the default, for the runtime's bound.</param>
    /// <param name="options">How the map is run.</param>
    /// <exception cref="ArgumentNullException">An input is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="concurrency"/> is negative.</exception>
    public MapStream<TOut> MapAsync(IAsyncEnumerable<(T1, T2)> items, int concurrency = 0, MapOptions? options = null) =>
        Target.Map(items, concurrency, options);

    /// <summary>The same task with its first input given.</summary>
    /// <param name="first">The first input of every call.</param>
    public FlyteTask<T2, TOut> BindFirst(T1 first) =>
        new(Target.Bind<T2>(free => (first, free)));

    /// <summary>The same task with its second input given.</summary>
    /// <param name="second">The second input of every call.</param>
    public FlyteTask<T1, TOut> BindSecond(T2 second) =>
        new(Target.Bind<T1>(free => (free, second)));
}
