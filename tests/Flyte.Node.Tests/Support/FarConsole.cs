using Flyte.Actors;
using Flyte.Node.Commands;

namespace Flyte.Node.Tests.Support;

/// <summary>Command lines that work on another node, and start no runtime of their own.</summary>
internal static class FarConsole
{
    internal static Task<(int Code, TestConsole Console)> RunAsync(string server, params string[] args) => RunAsync(new TestConsole(), [.. args, "--server", server]);

    internal static async Task<(int Code, TestConsole Console)> RunAsync(TestConsole console, params string[] args)
    {
        await using var none = new RuntimeSource([], (_, _, _) => Task.FromException<FlyteRuntime>(new InvalidOperationException("A runtime was started.")));
        return (await NodeApp.RunAsync(args, console.Open(), none), console);
    }

    internal static async Task<string[]> LinesAsync(string server, params string[] args)
    {
        var (code, console) = await RunAsync(server, args);
        Assert.True(code == ExitCode.Done, console.Error);
        return console.OutLines;
    }
}
