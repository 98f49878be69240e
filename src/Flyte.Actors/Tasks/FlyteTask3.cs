using Flyte.Actors.Tasks;

namespace Flyte.Actors;

/// <summary>A task of three inputs.</summary>
/// <typeparam name="T1">The first input.</typeparam>
/// <typeparam name="T2">The second input.</typeparam>
/// <typeparam name="T3">The third input.</typeparam>
/// <typeparam name="TOut">The result.</typeparam>
public sealed class FlyteTask<T1, T2, T3, TOut> : FlyteTask
{
    internal FlyteTask(TaskTarget<(T1, T2, T3), TOut> target) => Target = target;

    /// <inheritdoc/>
    public override TaskOptions Options => Target.Options;

    internal TaskTarget<(T1, T2, T3), TOut> Target { get; }

    internal override TaskDefinition Definition => Target.Definition;

    /// <summary>The same task with other options; the function gets those in force.</summary>
    /// <param name="change">Such as <c>o =&gt; o with { Retries = 0 }</c>.</param>
    public FlyteTask<T1, T2, T3, TOut> With(Func<TaskOptions, TaskOptions> change) => new(Target.With(Change(Target.Options, change)));

    /// <summary>Calls the task and waits for its result.</summary>
    /// <param name="first">The first input.</param>
    /// <param name="second">The second input.</param>
    /// <param name="third">The third input.</param>
    /// <exception cref="TaskFailedException">Inside a run: the task failed for good. Outside, its own exception comes through.</exception>
    public TOut Call(T1 first, T2 second, T3 third) => Target.Call((first, second, third));

    /// <summary>Calls the task.</summary>
    /// <param name="first">The first input.</param>
    /// <param name="second">The second input.</param>
    /// <param name="third">The third input.</param>
    /// <param name="cancellationToken">Gives up waiting, and aborts the called item.</param>
    /// <exception cref="TaskFailedException">Inside a run: the task failed for good. Outside, its own exception comes through.</exception>
    public Task<TOut> CallAsync(T1 first, T2 second, T3 third, CancellationToken cancellationToken = default) =>
        Target.CallAsync((first, second, third), cancellationToken);

    /// <summary>Runs the task for the inputs side by side; the calling thread waits for the results.</summary>
    /// <param name="first">The inputs of that position, pulled as the window opens.</param>
    /// <param name="second">The inputs of that position, pulled as the window opens.</param>
    /// <param name="third">The inputs of that position, pulled as the window opens.</param>
    /// <param name="concurrency">The most items in flight, in the whole cluster; 0, the default, for the runtime's bound.</param>
    /// <param name="options">How the map is run.</param>
    /// <exception cref="ArgumentNullException">An input is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="concurrency"/> is negative.</exception>
    /// <exception cref="ArgumentException">The inputs are known to have unequal lengths.</exception>
    public MapResults<TOut> Map(IEnumerable<T1> first, IEnumerable<T2> second, IEnumerable<T3> third, int concurrency = 0, MapOptions? options = null) =>
        new(MapAsync(first, second, third, concurrency, options));

    /// <summary>Runs the task for the inputs side by side.</summary>
    /// <param name="first">The inputs of that position, pulled as the window opens.</param>
    /// <param name="second">The inputs of that position, pulled as the window opens.</param>
    /// <param name="third">The inputs of that position, pulled as the window opens.</param>
    /// <param name="concurrency">The most items in flight, in the whole cluster; 0, the default, for the runtime's bound.</param>
    /// <param name="options">How the map is run.</param>
    /// <exception cref="ArgumentNullException">An input is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="concurrency"/> is negative.</exception>
    /// <exception cref="ArgumentException">The inputs are known to have unequal lengths.</exception>
    public MapStream<TOut> MapAsync(IEnumerable<T1> first, IEnumerable<T2> second, IEnumerable<T3> third, int concurrency = 0, MapOptions? options = null) =>
        Target.Map(Zip.Of(first, second, third, options), concurrency, options);

    /// <summary>Runs the task for each tuple of inputs of an asynchronous stream.</summary>
    /// <param name="items">The inputs, pulled as the window opens.</param>
    /// <param name="concurrency">The most items in flight, in the whole cluster; 0, the default, for the runtime's bound.</param>
    /// <param name="options">How the map is run.</param>
    /// <exception cref="ArgumentNullException">An input is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="concurrency"/> is negative.</exception>
    public MapStream<TOut> MapAsync(IAsyncEnumerable<(T1, T2, T3)> items, int concurrency = 0, MapOptions? options = null) =>
        Target.Map(items, concurrency, options);

    /// <summary>The same task with its first input given.</summary>
    /// <param name="first">The first input of every call.</param>
    public FlyteTask<T2, T3, TOut> BindFirst(T1 first) =>
        new(Target.Bind<(T2, T3)>(free => (first, free.Item1, free.Item2)));

    /// <summary>The same task with its second input given.</summary>
    /// <param name="second">The second input of every call.</param>
    public FlyteTask<T1, T3, TOut> BindSecond(T2 second) =>
        new(Target.Bind<(T1, T3)>(free => (free.Item1, second, free.Item2)));

    /// <summary>The same task with its third input given.</summary>
    /// <param name="third">The third input of every call.</param>
    public FlyteTask<T1, T2, TOut> BindThird(T3 third) =>
        new(Target.Bind<(T1, T2)>(free => (free.Item1, free.Item2, third)));
}
