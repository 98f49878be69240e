using Flyte.Node.Commands;
using Flyte.Node.Output;
using Flyte.Node.Runs;

namespace Flyte.Node.Inputs;

/// <summary>The inputs of a run, opened and checked as far as can be before it starts.</summary>
internal sealed class RunInputs : IAsyncDisposable
{
    private readonly List<string> known = [];

    private RunInputs()
    {
    }

    /// <summary>Those that are known, in JSON.</summary>
    internal IReadOnlyList<string> Known => known;

    /// <summary>The lines behind them, which are read as they are needed; null for none.</summary>
    internal LineSource? Lines { get; private set; }

    /// <summary>How many there are; null while lines are still to be read.</summary>
    internal int? Count => Lines is null ? known.Count : null;

    /// <summary>Opens what the request names.</summary>
    /// <exception cref="UsageException">The request does not fit the task, or names what cannot be read.</exception>
    internal static RunInputs Open(InputRequest request, TaskShape task, NodeConsole console)
    {
        var kind = task.Takes;
        InputKinds.Check(request, task);
        var inputs = new RunInputs();
        if (kind == InputKind.None)
        {
            inputs.known.Add("{}");
            return inputs;
        }

        inputs.known.AddRange(request.Arguments.Select((text, i) => ArgumentText.Input(text, i, kind)));
        inputs.known.AddRange(request.Items is null ? [] : ArgumentText.Items(request.Items));
        inputs.known.AddRange(Files(request.Files, console).Select(JsonText.String));
        inputs.Lines = request.Lines is null ? null : LineSource.Open(request.Lines, inputs.known.Count, kind, console);
        return inputs;
    }

    /// <summary>Has all inputs be read from the first one again.</summary>
    /// <returns>False where that cannot be.</returns>
    internal bool TryRewind() => Lines?.TryRewind() ?? true;

    /// <summary>The line that an item was read from, from 1; null where it does not come from a line.</summary>
    internal int? LineOf(int index) => Lines?.LineOf(index);

    public ValueTask DisposeAsync() => Lines?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static IReadOnlyList<string> Files(IReadOnlyList<string> patterns, NodeConsole console)
    {
        var found = new FileSearch(console.Directory);
        foreach (var pattern in patterns)
        {
            if (!found.Add(pattern))
            {
                console.Say($"No file matches '{pattern}'.");
            }
        }

        foreach (var problem in found.Problems)
        {
            console.Say($"warning: {problem}");
        }

        return found.Paths;
    }
}
