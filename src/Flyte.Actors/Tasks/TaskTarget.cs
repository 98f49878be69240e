using System.Diagnostics;
using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>What a call site calls: a task with the options in force there, and perhaps with some inputs bound.</summary>
/// <typeparam name="TIn">The inputs that are still free.</typeparam>
/// <typeparam name="TOut">The result.</typeparam>
internal abstract class TaskTarget<TIn, TOut>(TaskOptions options)
{
    internal TaskOptions Options { get; } = options;

    internal abstract TaskDefinition Definition { get; }

    internal abstract TaskTarget<TIn, TOut> With(TaskOptions options);

    internal abstract InputDigest Digest(TIn input);

    internal abstract TOut Call(TIn input);

    internal abstract Task<TOut> CallAsync(TIn input, CancellationToken cancellation);

    internal abstract InputSource Source(IEnumerable<TIn> items);

    internal abstract InputSource Source(IAsyncEnumerable<TIn> items);

    internal TaskTarget<TFree, TOut> Bind<TFree>(Func<TFree, TIn> compose) => new BoundTarget<TFree, TIn, TOut>(this, compose);

    internal MapStream<TOut> Map(IEnumerable<TIn> items, int concurrency, MapOptions? map)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Map(() => Source(items), concurrency, map);
    }

    internal MapStream<TOut> Map(IAsyncEnumerable<TIn> items, int concurrency, MapOptions? map)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Map(() => Source(items), concurrency, map);
    }

    private MapStream<TOut> Map(Func<InputSource> inputs, int concurrency, MapOptions? map)
    {
        if (concurrency < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(concurrency), concurrency, "The concurrency is the number of items in flight, or 0 for the runtime's bound.");
        }

        return new MapStream<TOut>(
            new MapCall(Definition, Options, inputs, concurrency, map ?? MapOptions.Default, AsCompleted: false), runner: null);
    }
}

/// <summary>A task with all its inputs free.</summary>
internal sealed class DirectTarget<TIn, TOut> : TaskTarget<TIn, TOut>
{
    private readonly TaskDefinition<TIn, TOut> task;

    /// <exception cref="ArgumentException">The options do not fit the task.</exception>
    internal DirectTarget(TaskDefinition<TIn, TOut> task, TaskOptions options)
        : base(options)
    {
        this.task = task;
        _ = task.Ignored(options.Cache);
    }

    internal override TaskDefinition Definition => task;

    internal override TaskTarget<TIn, TOut> With(TaskOptions options) => new DirectTarget<TIn, TOut>(task, options);

    internal override InputDigest Digest(TIn input) => InputDigest.Of(input);

    internal override TOut Call(TIn input)
    {
        if (TaskContext.Current is { } context)
        {
            return Send(context, input, CancellationToken.None).GetAwaiter().GetResult();
        }

        var outside = TaskContext.Outside(task.Name, CancellationToken.None);
        return task.IsAsync ? task.Body.RunAsync(input, outside).GetAwaiter().GetResult() : task.Body.Run(input, outside);
    }

    internal override Task<TOut> CallAsync(TIn input, CancellationToken cancellation)
    {
        if (TaskContext.Current is { } context)
        {
            return Send(context, input, cancellation);
        }

        return Outside(input, TaskContext.Outside(task.Name, cancellation));
    }

    internal override InputSource Source(IEnumerable<TIn> items) => items is IList<TIn> list
        ? new ListSource<TIn>(task, Options, list)
        : new SequenceSource<TIn>(task, Options, items);

    internal override InputSource Source(IAsyncEnumerable<TIn> items) => new AsyncSequenceSource<TIn>(task, Options, items);

    private Task<TOut> Send(TaskContext context, TIn input, CancellationToken cancellation)
    {
        var call = new PendingCall<TIn, TOut>(task, Options, input, Activity.Current);
        context.Runner.Send(call, cancellation);
        return call.Task;
    }

    private async Task<TOut> Outside(TIn input, TaskContext context) =>
        task.IsAsync ? await task.Body.RunAsync(input, context).ConfigureAwait(false) : task.Body.Run(input, context);
}

/// <summary>A task with some of its inputs bound.</summary>
internal sealed class BoundTarget<TFree, TIn, TOut>(TaskTarget<TIn, TOut> target, Func<TFree, TIn> compose)
    : TaskTarget<TFree, TOut>(target.Options)
{
    internal override TaskDefinition Definition => target.Definition;

    internal override TaskTarget<TFree, TOut> With(TaskOptions options) =>
        new BoundTarget<TFree, TIn, TOut>(target.With(options), compose);

    internal override InputDigest Digest(TFree input) => target.Digest(compose(input));

    internal override TOut Call(TFree input) => target.Call(compose(input));

    internal override Task<TOut> CallAsync(TFree input, CancellationToken cancellation) => target.CallAsync(compose(input), cancellation);

    internal override InputSource Source(IEnumerable<TFree> items) => target.Source(items.Select(compose));

    internal override InputSource Source(IAsyncEnumerable<TFree> items) => target.Source(items.Select(compose));
}
