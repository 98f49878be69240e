using Flyte.Actors.Tasks;

namespace Flyte.Actors;

/// <summary>A task of no input.</summary>
/// <typeparam name="TOut">The result.</typeparam>
public sealed class FlyteTask<TOut> : FlyteTask
{
    internal FlyteTask(TaskTarget<Nothing, TOut> target) => Target = target;

    /// <inheritdoc/>
    public override TaskOptions Options => Target.Options;

    internal TaskTarget<Nothing, TOut> Target { get; }

    internal override TaskDefinition Definition => Target.Definition;

    /// <summary>The same task with other options; the function gets those in force.</summary>
    /// <param name="change">Such as <c>o =&gt; o with { Retries = 0 }</c>.</param>
    public FlyteTask<TOut> With(Func<TaskOptions, TaskOptions> change) => new(Target.With(Change(Target.Options, change)));

    /// <summary>Calls the task and waits for its result.</summary>
    /// <exception cref="TaskFailedException">Inside a run: the task failed for good. Outside, its own exception comes through.</exception>
    public TOut Call() => Target.Call(default);

    /// <summary>Calls the task.</summary>
    /// <param name="cancellationToken">Gives up waiting, and aborts the called item.</param>
    /// <exception cref="TaskFailedException">Inside a run: the task failed for good. Outside, its own exception comes through.</exception>
    public Task<TOut> CallAsync(CancellationToken cancellationToken = default) =>
        Target.CallAsync(default, cancellationToken);
}
