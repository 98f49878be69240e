using Flyte.Actors.Tasks;

namespace Flyte.Actors;

public sealed partial class TaskEnvironment
{
    /// <summary>Adds a task of four inputs.</summary>
    /// <param name="name">Letters, digits and '_'; the full name is <c>environment.name</c>.</param>
    /// <param name="body">
    /// The code: synchronous or asynchronous, with or without a result; it may take a <see cref="CancellationToken"/> or the
    /// <see cref="TaskContext"/> as its last parameter.
    /// </param>
    /// <param name="configure">Changes the environment's options for this task.</param>
    /// <exception cref="ArgumentException">The name is no task name or taken, or a type cannot be written as JSON.</exception>
    public FlyteTask<T1, T2, T3, T4, TOut> Task<T1, T2, T3, T4, TOut>(string name, Func<T1, T2, T3, T4, TOut> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2, T3, T4), TOut>
        {
            Sync = input => body(input.Item1, input.Item2, input.Item3, input.Item4),
            Code = body,
            PromisesResult = TaskBody<(T1, T2, T3, T4), TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, T3, T4, TOut}(string, Func{T1, T2, T3, T4, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, T3, T4, TOut> Task<T1, T2, T3, T4, TOut>(string name, Func<T1, T2, T3, T4, CancellationToken, TOut> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2, T3, T4), TOut>
        {
            SyncWithContext = (input, context) => body(input.Item1, input.Item2, input.Item3, input.Item4, context.CancellationToken),
            Code = body,
            PromisesResult = TaskBody<(T1, T2, T3, T4), TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, T3, T4, TOut}(string, Func{T1, T2, T3, T4, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, T3, T4, TOut> Task<T1, T2, T3, T4, TOut>(string name, Func<T1, T2, T3, T4, TaskContext, TOut> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2, T3, T4), TOut>
        {
            SyncWithContext = (input, context) => body(input.Item1, input.Item2, input.Item3, input.Item4, context),
            Code = body,
            PromisesResult = TaskBody<(T1, T2, T3, T4), TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, T3, T4, TOut}(string, Func{T1, T2, T3, T4, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, T3, T4, Nothing> Task<T1, T2, T3, T4>(string name, Action<T1, T2, T3, T4> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2, T3, T4), Nothing>
        {
            Sync = input =>
            {
                body(input.Item1, input.Item2, input.Item3, input.Item4);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, T3, T4, TOut}(string, Func{T1, T2, T3, T4, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, T3, T4, Nothing> Task<T1, T2, T3, T4>(string name, Action<T1, T2, T3, T4, CancellationToken> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2, T3, T4), Nothing>
        {
            SyncWithContext = (input, context) =>
            {
                body(input.Item1, input.Item2, input.Item3, input.Item4, context.CancellationToken);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, T3, T4, TOut}(string, Func{T1, T2, T3, T4, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, T3, T4, Nothing> Task<T1, T2, T3, T4>(string name, Action<T1, T2, T3, T4, TaskContext> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2, T3, T4), Nothing>
        {
            SyncWithContext = (input, context) =>
            {
                body(input.Item1, input.Item2, input.Item3, input.Item4, context);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, T3, T4, TOut}(string, Func{T1, T2, T3, T4, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, T3, T4, TOut> Task<T1, T2, T3, T4, TOut>(string name, Func<T1, T2, T3, T4, Task<TOut>> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2, T3, T4), TOut>
        {
            Async = input => body(input.Item1, input.Item2, input.Item3, input.Item4),
            Code = body,
            PromisesResult = TaskBody<(T1, T2, T3, T4), TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, T3, T4, TOut}(string, Func{T1, T2, T3, T4, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, T3, T4, TOut> Task<T1, T2, T3, T4, TOut>(string name, Func<T1, T2, T3, T4, CancellationToken, Task<TOut>> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2, T3, T4), TOut>
        {
            AsyncWithContext = (input, context) => body(input.Item1, input.Item2, input.Item3, input.Item4, context.CancellationToken),
            Code = body,
            PromisesResult = TaskBody<(T1, T2, T3, T4), TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, T3, T4, TOut}(string, Func{T1, T2, T3, T4, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, T3, T4, TOut> Task<T1, T2, T3, T4, TOut>(string name, Func<T1, T2, T3, T4, TaskContext, Task<TOut>> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2, T3, T4), TOut>
        {
            AsyncWithContext = (input, context) => body(input.Item1, input.Item2, input.Item3, input.Item4, context),
            Code = body,
            PromisesResult = TaskBody<(T1, T2, T3, T4), TOut>.Promises(body),
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, T3, T4, TOut}(string, Func{T1, T2, T3, T4, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, T3, T4, Nothing> Task<T1, T2, T3, T4>(string name, Func<T1, T2, T3, T4, Task> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2, T3, T4), Nothing>
        {
            Async = async input =>
            {
                await body(input.Item1, input.Item2, input.Item3, input.Item4).ConfigureAwait(false);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, T3, T4, TOut}(string, Func{T1, T2, T3, T4, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, T3, T4, Nothing> Task<T1, T2, T3, T4>(string name, Func<T1, T2, T3, T4, CancellationToken, Task> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2, T3, T4), Nothing>
        {
            AsyncWithContext = async (input, context) =>
            {
                await body(input.Item1, input.Item2, input.Item3, input.Item4, context.CancellationToken).ConfigureAwait(false);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }

    /// <inheritdoc cref="Task{T1, T2, T3, T4, TOut}(string, Func{T1, T2, T3, T4, TOut}, Func{TaskOptions, TaskOptions})"/>
    public FlyteTask<T1, T2, T3, T4, Nothing> Task<T1, T2, T3, T4>(string name, Func<T1, T2, T3, T4, TaskContext, Task> body, Func<TaskOptions, TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Add(name, configure, new TaskBody<(T1, T2, T3, T4), Nothing>
        {
            AsyncWithContext = async (input, context) =>
            {
                await body(input.Item1, input.Item2, input.Item3, input.Item4, context).ConfigureAwait(false);
                return default;
            },
            Code = body,
            PromisesResult = false,
        }));
    }
}
