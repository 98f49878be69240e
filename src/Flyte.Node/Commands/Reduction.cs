using System.Runtime.CompilerServices;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Output;

namespace Flyte.Node.Commands;

/// <summary>What a task must be to reduce the results of another, and what it gets.</summary>
internal static class Reduction
{
    /// <summary>The task, if it takes one input.</summary>
    /// <exception cref="UsageException">It takes none, or several.</exception>
    internal static TaskInfo Check(TaskInfo task)
    {
        var several = task.InputType.IsValueType && typeof(ITuple).IsAssignableFrom(task.InputType);
        return !several && task.InputType != typeof(Nothing)
            ? task
            : throw new UsageException(
                $"'{task.Name}' cannot reduce: it takes {(several ? $"several inputs, {TypeName.Of(task.InputType)}" : "no input")}.",
                "Give --reduce a task of one input, the array of all results.");
    }

    /// <summary>The one input of the reduction.</summary>
    internal static async IAsyncEnumerable<string> Input(IReadOnlyList<JsonElement> results)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return JsonText.Array(results);
    }
}
