using Flyte.Actors.Tasks;

namespace Flyte.Actors;

/// <summary>A task of one input.</summary>
/// <typeparam name="T1">The input.</typeparam>
/// <typeparam name="TOut">The result.</typeparam>
public sealed class FlyteTask<T1, TOut> : FlyteTask
{
    internal FlyteTask(TaskTarget<T1, TOut> target) => Target = target;

    /// <inheritdoc/>
    public override TaskOptions Options => Target.Options;

    internal TaskTarget<T1, TOut> Target { get; }

    internal override TaskDefinition Definition => Target.Definition;

    /// <summary>The same task with other options; the function gets those in force.</summary>
    /// <param name="change">Such as <c>o =&gt; o with { Retries = 0 }</c>.</param>
    public FlyteTask<T1, TOut> With(Func<TaskOptions, TaskOptions> change) => new(Target.With(Change(Target.Options, change)));

    /// <summary>Calls the task and waits for its result.</summary>
    /// <param name="input">The input.</param>
    /// <exception cref="TaskFailedException">Inside a run: the task failed for good. Outside, its own exception comes through.</exception>
    public TOut Call(T1 input) => Target.Call(input);

    /// <summary>Calls the task.</summary>
    /// <param name="input">The input.</param>
    /// <param name="cancellationToken">Gives up waiting, and aborts the called item.</param>
    /// <exception cref="TaskFailedException">Inside a run: the task failed for good. Outside, its own exception comes through.</exception>
    public Task<TOut> CallAsync(T1 input, CancellationToken cancellationToken = default) =>
        Target.CallAsync(input, cancellationToken);

    /// <summary>Runs the task for each input; the calling thread waits for the results.</summary>
    /// <param name="items">The inputs, pulled as the window opens.</param>
    /// <param name="concurrency">The most items in flight, in the whole cluster; 0, the default, for the runtime's bound.</param>
    /// <param name="options">How the map is run.</param>
    /// <exception cref="ArgumentNullException">An input is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="concurrency"/> is negative.</exception>
    public MapResults<TOut> Map(IEnumerable<T1> items, int concurrency = 0, MapOptions? options = null) =>
        new(MapAsync(items, concurrency, options));

    /// <summary>Runs the task for each input.</summary>
    /// <param name="items">The inputs, pulled as the window opens.</param>
    /// <param name="concurrency">The most items in flight, in the whole cluster; 0, the default, for the runtime's bound.</param>
    /// <param name="options">How the map is run.</param>
    /// <exception cref="ArgumentNullException">An input is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="concurrency"/> is negative.</exception>
    public MapStream<TOut> MapAsync(IEnumerable<T1> items, int concurrency = 0, MapOptions? options = null) =>
        Target.Map(items, concurrency, options);

    /// <summary>Runs the task for each input of an asynchronous stream.</summary>
    /// <param name="items">The inputs, pulled as the window opens.</param>
    /// <param name="concurrency">The most items in flight, in the whole cluster; 0, the default, for the runtime's bound.</param>
    /// <param name="options">How the map is run.</param>
    /// <exception cref="ArgumentNullException">An input is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="concurrency"/> is negative.</exception>
    public MapStream<TOut> MapAsync(IAsyncEnumerable<T1> items, int concurrency = 0, MapOptions? options = null) =>
        Target.Map(items, concurrency, options);
}
