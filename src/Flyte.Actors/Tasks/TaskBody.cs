using System.Reflection;

namespace Flyte.Actors.Tasks;

/// <summary>A task's code in one of four shapes; exactly one is set.</summary>
internal sealed class TaskBody<TIn, TOut>
{
    internal Func<TIn, TOut>? Sync { get; init; }

    internal Func<TIn, TaskContext, TOut>? SyncWithContext { get; init; }

    internal Func<TIn, Task<TOut>>? Async { get; init; }

    internal Func<TIn, TaskContext, Task<TOut>>? AsyncWithContext { get; init; }

    /// <summary>The code as its author wrote it.</summary>
    internal required Delegate Code { get; init; }

    internal bool IsAsync => Async is not null || AsyncWithContext is not null;

    internal bool WantsContext => SyncWithContext is not null || AsyncWithContext is not null;

    /// <summary>Whether the code declares, by its nullable annotations, that it never returns null.</summary>
    internal required bool PromisesResult { get; init; }

    internal TOut Run(TIn input, TaskContext context) => Sync is { } plain ? plain(input) : SyncWithContext!(input, context);

    internal Task<TOut> RunAsync(TIn input, TaskContext context) => Async is { } plain ? plain(input) : AsyncWithContext!(input, context);

    internal static bool Promises(Delegate code)
    {
        if (typeof(TOut).IsValueType)
        {
            return false;
        }

        var result = new NullabilityInfoContext().Create(code.Method.ReturnParameter);
        var value = code.Method.ReturnType == typeof(Task<TOut>) ? result.GenericTypeArguments[0] : result;
        return value.ReadState == NullabilityState.NotNull;
    }
}
