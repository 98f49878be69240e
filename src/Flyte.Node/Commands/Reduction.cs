using System.Text.Json;
using Flyte.Node.Inputs;
using Flyte.Node.Output;
using Flyte.Node.Runs;

namespace Flyte.Node.Commands;

/// <summary>What a task must be to reduce the results of another, and what it gets.</summary>
internal static class Reduction
{
    /// <summary>The task, if it takes one input.</summary>
    /// <exception cref="UsageException">It takes none, or several.</exception>
    internal static TaskShape Check(TaskShape task)
    {
        return !task.TakesSeveral && task.Takes != InputKind.None
            ? task
            : throw new UsageException(
                $"'{task.Name}' cannot reduce: it takes {(task.TakesSeveral ? $"several inputs, {task.Input}" : "no input")}.",
                "Give --reduce a task of one input, the array of all results.");
    }

    /// <summary>The one input of the reduction.</summary>
    internal static string Input(IReadOnlyList<JsonElement> results) => JsonText.Array(results);
}
