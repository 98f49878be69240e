using System.CommandLine;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Documents;
using Flyte.Node.Output;
using Flyte.Node.Remote;
using Flyte.Node.Runs;

namespace Flyte.Node.Commands;

/// <summary><c>tasks</c>: what there is to run.</summary>
internal sealed class TasksCommand : Command
{
    private readonly Option<bool> json = new("--json") { Description = "A JSON object a line, for each task, with its schemas." };

    private readonly TasksOption tasks = new();
    private readonly ServerArguments server = new();
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
        server.AddTo(this);
        Add(config);
        SetAction((parsed, _) => ListAsync(parsed));
    }

    private async Task<int> ListAsync(ParseResult parsed)
    {
        var desk = server.Read(parsed, console, tasks, config) is { } address ? new RemoteDesk(new RemoteNode(address, console), console) : await OwnAsync(parsed).ConfigureAwait(false);
        var all = new TaskCatalog(await desk.ListTasksAsync(console.Interrupted).ConfigureAwait(false)).All;
        if (parsed.GetValue(json))
        {
            foreach (var task in all)
            {
                await console.Out.WriteLineAsync(DocumentJson.Write(TaskLine.Of(task))).ConfigureAwait(false);
            }
        }
        else
        {
            var table = new TextTable("task", "input", "result");
            foreach (var task in all)
            {
                table.Add(task.Name, task.Input, task.Output);
            }

            table.WriteTo(console.Out);
        }

        return ExitCode.Done;
    }

    private async Task<IRunDesk> OwnAsync(ParseResult parsed)
    {
        var options = RuntimeSettings.Read(parsed.GetValue(config), console, needsStore: false) with { Store = FlyteStore.Memory };
        tasks.Load(parsed, parsed.GetValue(config), console, runtime);
        return new ClientDesk(await runtime.ClientAsync(options).ConfigureAwait(false));
    }
}
