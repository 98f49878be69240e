using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Output;

namespace Flyte.Node.Inputs;

/// <summary>The inputs of a run, opened and checked as far as can be before it starts.</summary>
internal sealed class RunInputs : IAsyncDisposable
{
    private readonly List<string> known = [];
    private LineSource? lines;

    private RunInputs()
    {
    }

    /// <summary>The map of a task over the inputs: those that are known, then the lines as they are read.</summary>
    internal MapStream<JsonElement> Map(IFlyteClient client, string task, int concurrency, MapOptions options) => lines is null
        ? client.MapJson(task, known, concurrency, options)
        : client.MapJson(task, known.ToAsyncEnumerable().Concat(lines.ReadAsync()), concurrency, options);

    /// <summary>How many there are; null while lines are still to be read.</summary>
    internal int? Count => lines is null ? known.Count : null;

    /// <summary>Opens what the request names.</summary>
    /// <exception cref="UsageException">The request does not fit the task, or names what cannot be read.</exception>
    internal static RunInputs Open(InputRequest request, TaskInfo task, NodeConsole console)
    {
        var kind = InputKinds.Of(task);
        InputKinds.Check(request, kind, task);
        var inputs = new RunInputs();
        if (kind == InputKind.None)
        {
            inputs.known.Add("{}");
            return inputs;
        }

        inputs.known.AddRange(request.Arguments.Select((text, i) => ArgumentText.Input(text, i, kind)));
        inputs.known.AddRange(request.Items is null ? [] : ArgumentText.Items(request.Items));
        inputs.known.AddRange(Files(request.Files, console).Select(JsonText.String));
        inputs.lines = request.Lines is null ? null : LineSource.Open(request.Lines, inputs.known.Count, kind, console);
        return inputs;
    }

    /// <summary>The line that an item was read from, from 1; null where it does not come from a line.</summary>
    internal int? LineOf(int index) => lines?.LineOf(index);

    public ValueTask DisposeAsync() => lines?.DisposeAsync() ?? ValueTask.CompletedTask;

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
