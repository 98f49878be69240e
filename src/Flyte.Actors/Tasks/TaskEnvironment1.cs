using Flyte.Actors.Tasks;

namespace Flyte.Actors;

public sealed partial class TaskEnvironment
{
    /// <summary>Adds a task of one input.</summary>
    /// <param name="name">Letters, digits and '_'; the full name is <c>environment.name</c>.</param>
    /// <param name="body">
    /// The code: synchronous or asynchronous, with or without a result; it may take a <see cref="CancellationToken"/> or the
    /// <see cref="TaskContext"/> as its last parameter.
    /// </param>
    /// <param name="configure">Changes the environment's options for this task.</param>
    /// <exception cref="ArgumentException">The name is no task name or taken, or a type cannot be written as JSON.</exception>
    public FlyteTask<T1, TOut> Task<T1, TOut>(string name, Func<T1, TOut> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<T1, TOut>
        {
            Sync = body,
            Code = body,
            PromisesResult = TaskBody<T1, TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, TOut}(string, Func{T1, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, TOut> Task<T1, TOut>(string name, Func<T1, CancellationToken, TOut> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<T1, TOut>
        {
            SyncWithContext = (input, context) => body(input, context.CancellationToken),
            Code = body,
            PromisesResult = TaskBody<T1, TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, TOut}(string, Func{T1, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, TOut> Task<T1, TOut>(string name, Func<T1, TaskContext, TOut> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<T1, TOut>
        {
            SyncWithContext = body,
            Code = body,
            PromisesResult = TaskBody<T1, TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, TOut}(string, Func{T1, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, Nothing> Task<T1>(string name, Action<T1> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<T1, Nothing>
        {
            Sync = input =>
            {
                body(input);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{T1, TOut}(string, Func{T1, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, Nothing> Task<T1>(string name, Action<T1, CancellationToken> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<T1, Nothing>
        {
            SyncWithContext = (input, context) =>
            {
                body(input, context.CancellationToken);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{T1, TOut}(string, Func{T1, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, Nothing> Task<T1>(string name, Action<T1, TaskContext> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<T1, Nothing>
        {
            SyncWithContext = (input, context) =>
            {
                body(input, context);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{T1, TOut}(string, Func{T1, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, TOut> Task<T1, TOut>(string name, Func<T1, Task<TOut>> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<T1, TOut>
        {
            Async = body,
            Code = body,
            PromisesResult = TaskBody<T1, TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, TOut}(string, Func{T1, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, TOut> Task<T1, TOut>(string name, Func<T1, CancellationToken, Task<TOut>> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<T1, TOut>
        {
            AsyncWithContext = (input, context) => body(input, context.CancellationToken),
            Code = body,
            PromisesResult = TaskBody<T1, TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, TOut}(string, Func{T1, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, TOut> Task<T1, TOut>(string name, Func<T1, TaskContext, Task<TOut>> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<T1, TOut>
        {
            AsyncWithContext = body,
            Code = body,
            PromisesResult = TaskBody<T1, TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, TOut}(string, Func{T1, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, Nothing> Task<T1>(string name, Func<T1, Task> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<T1, Nothing>
        {
            Async = async input =>
            {
                await body(input).ConfigureAwait(false);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{T1, TOut}(string, Func{T1, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, Nothing> Task<T1>(string name, Func<T1, CancellationToken, Task> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<T1, Nothing>
        {
            AsyncWithContext = async (input, context) =>
            {
                await body(input, context.CancellationToken).ConfigureAwait(false);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{T1, TOut}(string, Func{T1, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, Nothing> Task<T1>(string name, Func<T1, TaskContext, Task> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<T1, Nothing>
        {
            AsyncWithContext = async (input, context) =>
            {
                await body(input, context).ConfigureAwait(false);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }
}
