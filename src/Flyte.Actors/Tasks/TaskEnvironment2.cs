using Flyte.Actors.Tasks;

namespace Flyte.Actors;

public sealed partial class TaskEnvironment
{
    /// <summary>Adds a task of two inputs.</summary>
    /// <param name="name">Letters, digits and '_'; the full name is <c>environment.name</c>.</param>
    /// <param name="body">
    /// The code: synchronous or asynchronous, with or without a result; it may take a <see cref="CancellationToken"/> or the
    /// <see cref="TaskContext"/> as its last parameter.
    /// </param>
    /// <param name="configure">Changes the environment's options for this task.</param>
    /// <exception cref="ArgumentException">The name is no task name or taken, or a type cannot be written as JSON.</exception>
    public FlyteTask<T1, T2, TOut> Task<T1, T2, TOut>(string name, Func<T1, T2, TOut> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2), TOut>
        {
            Sync = input => body(input.Item1, input.Item2),
            Code = body,
            PromisesResult = TaskBody<(T1, T2), TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, TOut}(string, Func{T1, T2, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, TOut> Task<T1, T2, TOut>(string name, Func<T1, T2, CancellationToken, TOut> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2), TOut>
        {
            SyncWithContext = (input, context) => body(input.Item1, input.Item2, context.CancellationToken),
            Code = body,
            PromisesResult = TaskBody<(T1, T2), TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, TOut}(string, Func{T1, T2, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, TOut> Task<T1, T2, TOut>(string name, Func<T1, T2, TaskContext, TOut> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2), TOut>
        {
            SyncWithContext = (input, context) => body(input.Item1, input.Item2, context),
            Code = body,
            PromisesResult = TaskBody<(T1, T2), TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, TOut}(string, Func{T1, T2, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, Nothing> Task<T1, T2>(string name, Action<T1, T2> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2), Nothing>
        {
            Sync = input =>
            {
                body(input.Item1, input.Item2);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, TOut}(string, Func{T1, T2, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, Nothing> Task<T1, T2>(string name, Action<T1, T2, CancellationToken> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2), Nothing>
        {
            SyncWithContext = (input, context) =>
            {
                body(input.Item1, input.Item2, context.CancellationToken);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, TOut}(string, Func{T1, T2, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, Nothing> Task<T1, T2>(string name, Action<T1, T2, TaskContext> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2), Nothing>
        {
            SyncWithContext = (input, context) =>
            {
                body(input.Item1, input.Item2, context);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, TOut}(string, Func{T1, T2, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, TOut> Task<T1, T2, TOut>(string name, Func<T1, T2, Task<TOut>> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2), TOut>
        {
            Async = input => body(input.Item1, input.Item2),
            Code = body,
            PromisesResult = TaskBody<(T1, T2), TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, TOut}(string, Func{T1, T2, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, TOut> Task<T1, T2, TOut>(string name, Func<T1, T2, CancellationToken, Task<TOut>> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2), TOut>
        {
            AsyncWithContext = (input, context) => body(input.Item1, input.Item2, context.CancellationToken),
            Code = body,
            PromisesResult = TaskBody<(T1, T2), TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, TOut}(string, Func{T1, T2, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, TOut> Task<T1, T2, TOut>(string name, Func<T1, T2, TaskContext, Task<TOut>> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2), TOut>
        {
            AsyncWithContext = (input, context) => body(input.Item1, input.Item2, context),
            Code = body,
            PromisesResult = TaskBody<(T1, T2), TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, TOut}(string, Func{T1, T2, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, Nothing> Task<T1, T2>(string name, Func<T1, T2, Task> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2), Nothing>
        {
            Async = async input =>
            {
                await body(input.Item1, input.Item2).ConfigureAwait(false);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, TOut}(string, Func{T1, T2, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, Nothing> Task<T1, T2>(string name, Func<T1, T2, CancellationToken, Task> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2), Nothing>
        {
            AsyncWithContext = async (input, context) =>
            {
                await body(input.Item1, input.Item2, context.CancellationToken).ConfigureAwait(false);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, TOut}(string, Func{T1, T2, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, Nothing> Task<T1, T2>(string name, Func<T1, T2, TaskContext, Task> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2), Nothing>
        {
            AsyncWithContext = async (input, context) =>
            {
                await body(input.Item1, input.Item2, context).ConfigureAwait(false);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }
}
