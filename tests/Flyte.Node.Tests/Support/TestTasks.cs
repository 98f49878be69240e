using Flyte.Actors;

namespace Flyte.Node.Tests.Support;

/// <summary>Tasks of every shape that a command line can meet.</summary>
internal static class TestTasks
{
    internal static TaskEnvironment Create()
    {
        var env = new TaskEnvironment("test");
        env.Task("double", (int x) => x >= 0 ? x * 2 : throw new InvalidDataException($"{x} is negative"));
        env.Task("shout", (string text) => text.ToUpperInvariant());
        env.Task("add", (int a, int b) => a + b);
        env.Task("sum", (int[] values) => values.Sum());
        env.Task("sum_or_fail", (int[] values) => values.Length > 0 ? values.Sum() : throw new InvalidDataException("nothing to sum"));
        env.Task("ping", () => "pong");
        env.Task("forget", (int _) => { });
        env.Task("table", (int rows) => Enumerable.Range(1, rows).Select(i => new Row($"row{i}", i * 10)).ToArray());
        env.Task("lines", (int x) => $"first {x}\nsecond {x}");
        return env;
    }

    internal sealed record Row(string Name, int Count);
}

/// <summary>One runtime for all tests that need one.</summary>
public sealed class RuntimeFixture : IAsyncDisposable
{
    private readonly RuntimeSource runtime = new([TestTasks.Create(), .. Node.Examples.ExampleEnvironments.All()]);

    public ValueTask DisposeAsync() => runtime.DisposeAsync();

    /// <summary>Runs a command line.</summary>
    internal async Task<(int Code, TestConsole Console)> RunAsync(TestConsole console, params string[] args) =>
        (await NodeApp.RunAsync(args, console.Open(), runtime), console);

    internal Task<(int Code, TestConsole Console)> RunAsync(params string[] args) => RunAsync(new TestConsole(), args);
}

/// <summary>The tests that share the runtime.</summary>
[CollectionDefinition(Name)]
public sealed class RuntimeTests : ICollectionFixture<RuntimeFixture>
{
    internal const string Name = "runtime";
}
