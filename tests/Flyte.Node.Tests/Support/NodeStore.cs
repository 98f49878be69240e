using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Commands;

namespace Flyte.Node.Tests.Support;

/// <summary>A store of one test, on which command lines are run one after the other, each with a runtime of its own as in a process of its own.</summary>
internal sealed class NodeStore(params TaskEnvironment[] environments) : IDisposable
{
    private readonly TempDirectory directory = new();

    internal string File => Path.Combine(directory.Path, "flyte", "flyte.db");

    internal FlyteStore Store => FlyteStore.Sqlite(File);

    /// <summary>A runtime for one command.</summary>
    internal RuntimeSource Open(Action<FlyteRuntime>? onStarted = null) => new(environments, async (options, all, cancellation) =>
    {
        var runtime = await FlyteRuntime.StartAsync(options, all, cancellation);
        onStarted?.Invoke(runtime);
        return runtime;
    });

    /// <summary>Runs a command line.</summary>
    internal Task<(int Code, TestConsole Console)> RunAsync(params string[] args) => RunAsync(new TestConsole { Store = Store }, args);

    /// <inheritdoc cref="RunAsync(string[])"/>
    internal async Task<(int Code, TestConsole Console)> RunAsync(TestConsole console, params string[] args)
    {
        await using var runtime = Open();
        return (await NodeApp.RunAsync(args, console.Open(), runtime), console);
    }

    /// <summary>Runs a command line that succeeds, and returns the lines of its output.</summary>
    internal async Task<string[]> LinesAsync(params string[] args)
    {
        var (code, console) = await RunAsync(args);
        Assert.True(code == ExitCode.Done, console.Error);
        return console.OutLines;
    }

    /// <summary>What <c>show</c> says of a run.</summary>
    internal async Task<JsonElement> ShowAsync(string id) =>
        JsonDocument.Parse(Assert.Single(await LinesAsync("show", id, "--json"))).RootElement;

    /// <summary>How many items of a run are in a phase.</summary>
    internal async Task<int> CountAsync(string id, string phase) => (await ShowAsync(id)).GetProperty("items").GetProperty(phase).GetInt32();

    public void Dispose() => directory.Dispose();
}
