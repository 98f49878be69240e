using Flyte.Node.Commands;
using Flyte.Node.Runs;

namespace Flyte.Node.Inputs;

/// <summary>How a text becomes an input.</summary>
internal enum InputKind
{
    /// <summary>The task takes no input.</summary>
    None,

    /// <summary>The task takes a string: the text itself is the input.</summary>
    Text,

    /// <summary>The text is JSON.</summary>
    Json,
}

/// <summary>Which sources of inputs fit which task.</summary>
internal static class InputKinds
{
    /// <exception cref="UsageException">The task cannot take these inputs.</exception>
    internal static void Check(InputRequest request, TaskShape task)
    {
        var kind = task.Takes;
        if (kind == InputKind.None && !request.IsEmpty)
        {
            throw new UsageException($"'{task.Name}' takes no input.", $"Run it alone: '{CommandLine.Program} run {task.Name}'.");
        }

        if (kind != InputKind.None && request.IsEmpty)
        {
            throw new UsageException(
                $"'{task.Name}' takes {task.Input}, and there is no INPUT.",
                "Give INPUTs, --items, --lines, or, if it takes paths, --files.");
        }

        if (kind != InputKind.Text && request.Files.Count > 0)
        {
            throw new UsageException(
                $"--files gives paths, and '{task.Name}' takes {task.Input}.",
                "Give its inputs by --items or --lines, or run a task that takes a string.");
        }
    }
}
