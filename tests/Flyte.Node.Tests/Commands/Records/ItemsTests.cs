using System.Text.Json;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands.Records;

public sealed class ItemsTests : IDisposable
{
    private readonly HaltingTask halting = new();
    private readonly NodeStore store;

    public ItemsTests() => store = new NodeStore(halting.Environment, TestTasks.Create());

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task Those_of_a_phase_are_listed()
    {
        await store.RunAsync("run", "double", "1", "-2", "3", "--id", "x");
        Assert.Equal(
            ["item phase attempts input outcome", "0 succeeded 1 1 2", "1 failed 1 -2 InvalidDataException: -2 is negative", "2 succeeded 1 3 6"],
            (await store.LinesAsync("items", "x")).Select(Words));
        Assert.Equal(["item phase attempts input outcome", "1 failed 1 -2 InvalidDataException: -2 is negative"], (await store.LinesAsync("items", "x", "--phase", "failed")).Select(Words));
    }

    [Fact]
    public async Task A_page_says_where_the_next_one_begins()
    {
        await store.RunAsync("run", "double", "1", "-2", "3", "4", "--id", "x");
        var (code, console) = await store.RunAsync("items", "x", "--phase", "Succeeded", "--limit", "2");
        Assert.Equal((ExitCode.Done, 3), (code, console.OutLines.Length));
        Assert.Contains("there are more: --from 3", console.Error, StringComparison.Ordinal);
        (_, console) = await store.RunAsync("items", "x", "--phase", "succeeded", "--limit", "2", "--from", "3");
        Assert.Equal("3 succeeded 1 4 8", Words(console.OutLines[1]));
        Assert.DoesNotContain("there are more", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_machines_each_is_an_object()
    {
        await store.RunAsync("run", "double", "1", "-2", "--id", "x");
        var items = (await store.LinesAsync("items", "x", "--json")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("""{"index":0,"phase":"succeeded","attempts":1,"maxAttempts":1,"input":1,"value":2}""", items[0].GetRawText());
        Assert.Equal((-2, "failed", "-2 is negative"), (items[1].GetProperty("input").GetInt32(), items[1].GetProperty("phase").GetString(), items[1].GetProperty("error").GetProperty("message").GetString()));
        Assert.False(items[1].TryGetProperty("value", out _));
    }

    [Fact]
    public async Task Where_there_are_none_that_is_said()
    {
        await halting.InterruptAsync(store, at: 1, "left", ["run", "step", "0", "1", "2", "--id", "left"]);
        Assert.Equal(["1", "2"], (await store.LinesAsync("items", "left", "--phase", "queued")).Skip(1).Select(line => Words(line)[..1]));
        var (code, console) = await store.RunAsync("items", "left", "--phase", "timedout", "--from", "1");
        Assert.Equal(ExitCode.Done, code);
        Assert.Empty(console.Out);
        Assert.Contains("run left has no timedOut items from 1 on", console.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--phase 'faild' is no phase of an item. Did you mean 'failed'? Give one of queued, running, retrying, succeeded, failed, aborted, timedOut, recovered.", "--phase", "faild")]
    [InlineData("--phase 'x' is no phase of an item. Give one of queued,", "--phase", "x")]
    [InlineData("--limit 1001 is too large: give at most 1000.", "--limit", "1001")]
    [InlineData("--limit 0 is too small: give at least 1.", "--limit", "0")]
    [InlineData("--from -1 is too small: give at least 0.", "--from", "-1")]
    public async Task What_cannot_be_listed_is_refused(string expected, params string[] args)
    {
        var (code, console) = await store.RunAsync(["items", "x", .. args]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(expected, console.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_run_has_none()
    {
        await store.RunAsync("run", "double", "1", "--id", "x");
        var (code, console) = await store.RunAsync("items", "y");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("There is no run 'y'", console.Error, StringComparison.Ordinal);
    }

    private static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
