using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Configuration;

public sealed class ConfigOptionTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly TestConsole console;

    public ConfigOptionTests() => console = new TestConsole { Directory = directory.Path };

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("tasks")]
    [InlineData("run", "ping")]
    public async Task The_runtime_is_started_with_the_settings_of_the_file(params string[] command)
    {
        directory.Write("node.json", """{ "runtime": { "runAhead": 12 } }""");
        FlyteOptions? started = null;
        await using var runtime = new RuntimeSource([TestTasks.Create()], (options, environments, cancellation) =>
        {
            started = options;
            return FlyteRuntime.StartAsync(options, environments, cancellation);
        });

        Assert.Equal(ExitCode.Done, await NodeApp.RunAsync([.. command, "--config", "node.json"], console.Open(), runtime));
        Assert.Equal(new FlyteOptions { RunAhead = 12 }, started);
    }

    [Theory]
    [InlineData("sets runtime:runAhed to '5', and there is no such setting.\nDid you mean runtime:runAhead? The settings are: ", """{ "runtime": { "runAhed": 5 } }""")]
    [InlineData("sets rumtime:runAhead to '5', and there is no such setting.\nDid you mean runtime:runAhead?", """{ "rumtime": { "runAhead": 5 } }""")]
    [InlineData("sets runtime to '5', and there is no such setting.\nThe settings are: runtime:", """{ "runtime": 5 }""")]
    [InlineData("sets runtime:runAhead:0 to '5', and there is no such setting.", """{ "runtime": { "runAhead": [5] } }""")]
    [InlineData("sets runtime:runAhead to nothing, which is no whole number", """{ "runtime": { "runAhead": null } }""")]
    [InlineData("sets runtime:runAhead to '5.5', which is no whole number", """{ "runtime": { "RunAhead": 5.5 } }""")]
    [InlineData("sets runtime:runAhead to '3000000000', which is no whole number up to 2147483647.", """{ "runtime": { "runAhead": 3000000000 } }""")]
    [InlineData("sets runtime:cancellationGrace to '5', which is no time.\nWrite hh:mm:ss", """{ "runtime": { "cancellationGrace": 5 } }""")]
    [InlineData("sets runtime:cancellationGrace to '24:00:00', which is no time.", """{ "runtime": { "cancellationGrace": "24:00:00" } }""")]
    [InlineData("sets runtime:cancellationGrace to '-00:00:05', which is out of range.\nCancellationGrace is within zero and 24 days. The default is 00:00:05.", """{ "runtime": { "cancellationGrace": "-00:00:05" } }""")]
    [InlineData("sets runtime:maxThreads to '0', which is out of range.\nMaxThreads is at least 1. The default is 4096.", """{ "runtime": { "maxThreads": 0 } }""")]
    [InlineData("is not JSON in line 3: ", "{\n  \"runtime\": {\n    \"runAhead\" 5\n  }\n}")]
    [InlineData("is not JSON in line 1: ", "")]
    [InlineData("cannot be used: A duplicate key 'runtime:runAhead' was found.\n", """{ "runtime": { "runAhead": 5, "runAhead": 6 } }""")]
    [InlineData("cannot be used: Top-level JSON element must be an object.", "[5]")]
    public async Task A_bad_file_stops_the_start_and_says_what_to_do(string expected, string json)
    {
        directory.Write("node.json", json);
        await RefuseAsync("node.json", expected);
    }

    [Theory]
    [InlineData("missing.json", "cannot be read: Could not find file ")]
    [InlineData(".", "cannot be read: it is a directory.\nGive a JSON file such as config/laptop.json.")]
    public async Task A_file_that_cannot_be_read_stops_the_start(string file, string expected) => await RefuseAsync(file, expected);

    private async Task RefuseAsync(string file, string expected)
    {
        var isStarted = false;
        var runtime = new RuntimeSource([], (_, _, _) =>
        {
            isStarted = true;
            return Task.FromException<FlyteRuntime>(new InvalidOperationException("A runtime was started."));
        });

        Assert.Equal(ExitCode.Usage, await NodeApp.RunAsync(["tasks", "--config", file], console.Open(), runtime));
        var error = console.Error.ReplaceLineEndings("\n");
        Assert.StartsWith($"error: --config '{file}' {expected}", error, StringComparison.Ordinal);
        Assert.Equal(2, error.TrimEnd().Split('\n').Length);
        Assert.Empty(console.Out);
        Assert.False(isStarted);
    }
}
