using System.CommandLine;
using Flyte.Node.Output;

namespace Flyte.Node.Commands;

/// <summary><c>tasks</c>: what there is to run.</summary>
internal sealed class TasksCommand : Command
{
    private readonly NodeConsole console;
    private readonly RuntimeSource runtime;

    internal TasksCommand(NodeConsole console, RuntimeSource runtime)
        : base("tasks", "Lists the tasks with the types of their inputs and results.")
    {
        this.console = console;
        this.runtime = runtime;
        SetAction((_, _) => ListAsync());
    }

    private async Task<int> ListAsync()
    {
        var client = await runtime.ClientAsync().ConfigureAwait(false);
        var table = new TextTable("task", "input", "result");
        foreach (var task in new TaskCatalog(client.Tasks).All)
        {
            table.Add(task.Name, TypeName.Of(task.InputType), TypeName.Of(task.OutputType));
        }

        table.WriteTo(console.Out);
        return ExitCode.Done;
    }
}
