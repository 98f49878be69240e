using System.CommandLine;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Output;

namespace Flyte.Node.Commands;

/// <summary><c>tasks</c>: what there is to run.</summary>
internal sealed class TasksCommand : Command
{
    private readonly Option<bool> json = new("--json") { Description = "A JSON object a line, for each task." };

    private readonly TasksOption tasks = new();
    private readonly ConfigOption config = new();
    private readonly NodeConsole console;
    private readonly RuntimeSource runtime;

    internal TasksCommand(NodeConsole console, RuntimeSource runtime)
        : base("tasks", "Lists the tasks with the types of their inputs and results.")
    {
        this.console = console;
        this.runtime = runtime;
        Add(json);
        Add(tasks);
        Add(config);
        SetAction((parsed, _) => ListAsync(parsed));
    }

    private async Task<int> ListAsync(ParseResult parsed)
    {
        var options = RuntimeSettings.Read(parsed.GetValue(config), console, needsStore: false) with { Store = FlyteStore.Memory };
        tasks.Load(parsed, parsed.GetValue(config), console, runtime);
        var client = await runtime.ClientAsync(options).ConfigureAwait(false);
        var all = new TaskCatalog(client.Tasks).All;
        if (parsed.GetValue(json))
        {
            foreach (var task in all)
            {
                await console.Out.WriteLineAsync(TaskJson.Of(task)).ConfigureAwait(false);
            }
        }
        else
        {
            var table = new TextTable("task", "input", "result");
            foreach (var task in all)
            {
                table.Add(task.Name, TypeName.Of(task.InputType), TypeName.Of(task.OutputType));
            }

            table.WriteTo(console.Out);
        }

        return ExitCode.Done;
    }
}
