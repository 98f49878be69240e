using System.CommandLine;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Output;

namespace Flyte.Node.Commands;

/// <summary><c>tasks</c>: what there is to run.</summary>
internal sealed class TasksCommand : Command
{
    private readonly ConfigOption config = new();
    private readonly NodeConsole console;
    private readonly RuntimeSource runtime;

    internal TasksCommand(NodeConsole console, RuntimeSource runtime)
        : base("tasks", "Lists the tasks with the types of their inputs and results.")
    {
        this.console = console;
        this.runtime = runtime;
        Add(config);
        SetAction((parsed, _) => ListAsync(parsed.GetValue(config)));
    }

    private async Task<int> ListAsync(string? settings)
    {
        var client = await runtime.ClientAsync(RuntimeSettings.Read(settings, console, needsStore: false) with { Store = FlyteStore.Memory }).ConfigureAwait(false);
        var table = new TextTable("task", "input", "result");
        foreach (var task in new TaskCatalog(client.Tasks).All)
        {
            table.Add(task.Name, TypeName.Of(task.InputType), TypeName.Of(task.OutputType));
        }

        table.WriteTo(console.Out);
        return ExitCode.Done;
    }
}
