using Flyte.Actors.Tasks;

namespace Flyte.Actors;

public sealed partial class TaskEnvironment
{
    /// <summary>Adds a task without inputs.</summary>
    /// <param name="name">Letters, digits and '_'; the full name is <c>environment.name</c>.</param>
    /// <param name="body">
    /// The code: synchronous or asynchronous, with or without a result; it may take a <see cref="CancellationToken"/> or the
    /// <see cref="TaskContext"/> as its last parameter.
    /// </param>
    /// <param name="configure">Changes the environment's options for this task.</param>
    /// <exception cref="ArgumentException">The name is no task name or taken, or a type cannot be written as JSON.</exception>
    public FlyteTask<TOut> Task<TOut>(string name, Func<TOut> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<Nothing, TOut>
        {
            Sync = _ => body(),
            Code = body,
            PromisesResult = TaskBody<Nothing, TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{TOut}(string, Func{TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<TOut> Task<TOut>(string name, Func<CancellationToken, TOut> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<Nothing, TOut>
        {
            SyncWithContext = (_, context) => body(context.CancellationToken),
            Code = body,
            PromisesResult = TaskBody<Nothing, TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{TOut}(string, Func{TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<TOut> Task<TOut>(string name, Func<TaskContext, TOut> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<Nothing, TOut>
        {
            SyncWithContext = (_, context) => body(context),
            Code = body,
            PromisesResult = TaskBody<Nothing, TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{TOut}(string, Func{TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<Nothing> Task(string name, Action body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<Nothing, Nothing>
        {
            Sync = _ =>
            {
                body();
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{TOut}(string, Func{TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<Nothing> Task(string name, Action<CancellationToken> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<Nothing, Nothing>
        {
            SyncWithContext = (_, context) =>
            {
                body(context.CancellationToken);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{TOut}(string, Func{TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<Nothing> Task(string name, Action<TaskContext> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<Nothing, Nothing>
        {
            SyncWithContext = (_, context) =>
            {
                body(context);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{TOut}(string, Func{TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<TOut> Task<TOut>(string name, Func<Task<TOut>> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<Nothing, TOut>
        {
            Async = _ => body(),
            Code = body,
            PromisesResult = TaskBody<Nothing, TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{TOut}(string, Func{TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<TOut> Task<TOut>(string name, Func<CancellationToken, Task<TOut>> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<Nothing, TOut>
        {
            AsyncWithContext = (_, context) => body(context.CancellationToken),
            Code = body,
            PromisesResult = TaskBody<Nothing, TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{TOut}(string, Func{TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<TOut> Task<TOut>(string name, Func<TaskContext, Task<TOut>> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<Nothing, TOut>
        {
            AsyncWithContext = (_, context) => body(context),
            Code = body,
            PromisesResult = TaskBody<Nothing, TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{TOut}(string, Func{TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<Nothing> Task(string name, Func<Task> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<Nothing, Nothing>
        {
            Async = async _ =>
            {
                await body().ConfigureAwait(false);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{TOut}(string, Func{TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<Nothing> Task(string name, Func<CancellationToken, Task> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<Nothing, Nothing>
        {
            AsyncWithContext = async (_, context) =>
            {
                await body(context.CancellationToken).ConfigureAwait(false);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{TOut}(string, Func{TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<Nothing> Task(string name, Func<TaskContext, Task> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<Nothing, Nothing>
        {
            AsyncWithContext = async (_, context) =>
            {
                await body(context).ConfigureAwait(false);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }
}
