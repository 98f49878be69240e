using System.Text.Json;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands.Records;

public sealed class RunsTests : IDisposable
{
    private readonly HaltingTask halting = new();
    private readonly NodeStore store;

    public RunsTests() => store = new NodeStore(halting.Environment, TestTasks.Create());

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task Runs_are_listed_newest_first_with_where_they_stand()
    {
        await store.RunAsync("run", "double", "1", "-2", "--id", "old", "--name", "first one");
        await halting.InterruptAsync(store, at: 1, "new", ["run", "step", "0", "1", "--concurrency", "1", "--id", "new"]);
        var lines = await store.LinesAsync("runs");

        Assert.Matches("^id +task +name +phase +items +done +failed +started +took$", lines[0]);
        Assert.Matches(@"^new +halting\.step +running +2\+? +1 +0 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$", lines[1]);
        Assert.Matches(@"^old +test\.double +first one +failed +2 +2 +1 +\S+ \S+ +\d+\.\d s$", lines[2]);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task Nothing_is_executed_to_list_and_to_show()
    {
        await halting.InterruptAsync(store, at: 0, "left", ["run", "step", "0", "--id", "left"]);
        var before = halting.Executions;
        await store.LinesAsync("runs");
        await store.LinesAsync("results", "left");
        Assert.Equal("running", (await store.ShowAsync("left")).GetProperty("phase").GetString());
        Assert.Equal(before, halting.Executions);
    }

    [Theory]
    [InlineData("b a", "--task", "double")]
    [InlineData("c", "--task", "test.shout")]
    [InlineData("", "--task", "gone.task")]
    [InlineData("b", "--phase", "FAILED")]
    [InlineData("c a", "--phase", "succeeded")]
    [InlineData("a", "--name", "one")]
    [InlineData("c b", "--label", "x=1")]
    [InlineData("c", "--label", "x=1", "--label", "y=2")]
    [InlineData("c b", "--limit", "2")]
    [InlineData("b a", "--after", "c")]
    public async Task They_are_found_by_what_they_are(string expected, params string[] query)
    {
        await store.RunAsync("run", "double", "1", "--id", "a", "--name", "one");
        await store.RunAsync("run", "double", "-1", "--id", "b", "--label", "x=1");
        await store.RunAsync("run", "shout", "c", "--id", "c", "--label", "x=1", "--label", "y=2");
        var lines = await store.LinesAsync(["runs", "--json", .. query]);
        Assert.Equal(expected, string.Join(' ', lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString())));
    }

    [Fact]
    public async Task A_page_says_where_the_next_one_begins()
    {
        await store.RunAsync("run", "double", "1", "--id", "a");
        await store.RunAsync("run", "double", "1", "--id", "b");
        var (_, first) = await store.RunAsync("runs", "--limit", "1");
        Assert.Contains("there are more: --after b", first.Error, StringComparison.Ordinal);
        var (_, last) = await store.RunAsync("runs", "--limit", "1", "--after", "b");
        Assert.StartsWith("a ", last.OutLines[1], StringComparison.Ordinal);
        Assert.Empty(last.Error);
        var (code, unknown) = await store.RunAsync("runs", "--after", "z");
        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith("error: There is no run 'z'", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task None_is_said()
    {
        await store.RunAsync("run", "double", "1");
        var (code, console) = await store.RunAsync("runs", "--phase", "queued");
        Assert.Equal(ExitCode.Done, code);
        Assert.Empty(console.Out);
        Assert.StartsWith($"no such runs in {store.File}", console.Error, StringComparison.Ordinal);
    }
}
