using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands.Records;

public sealed class ShowTests : IDisposable
{
    private readonly HaltingTask halting = new();
    private readonly NodeStore store;

    public ShowTests() => store = new NodeStore(halting.Environment, TestTasks.Create());

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task All_that_is_known_is_shown()
    {
        await store.RunAsync("run", "double", "1", "2", "-3", "--id", "x", "--name", "night", "--label", "b=2", "--label", "a=1", "--concurrency", "5");
        var lines = await store.LinesAsync("show", "x");
        Assert.Equal(
            ["run x", "task test.double", "name night", "label a=1", "label b=2", "phase failed", "items 3", "succeeded 2", "failed 1", "concurrency 5"],
            lines.Take(10).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Matches(@"^started +\S+ \S+$", lines[10]);
        Assert.Matches(@"^ended +\S+ \S+, after \d+\.\d s$", lines[11]);

        var json = await store.ShowAsync("x");
        Assert.Equal("""{"a":"1","b":"2"}""", json.GetProperty("labels").GetRawText());
        Assert.Equal("failed", json.GetProperty("phase").GetString());
        Assert.Equal(2, json.GetProperty("items").GetProperty("succeeded").GetInt32());
        Assert.True(json.GetProperty("endedAt").GetDateTimeOffset() >= json.GetProperty("startedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task An_unfinished_run_says_what_it_needs()
    {
        await halting.InterruptAsync(store, at: 0, "left", ["run", "step", "0", "--id", "left"]);
        Assert.Contains(
            await store.LinesAsync("show", "left"),
            line => line.EndsWith("It stands still unless a process works on it: 'Flyte.Node resume left' goes on with it.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_was_aborted_says_why()
    {
        await halting.InterruptAsync(store, at: 0, "left", ["run", "step", "0", "--id", "left"]);
        await store.RunAsync("abort", "left", "--reason", "Too dear.");
        Assert.Contains("error        Aborted: Too dear.", await store.LinesAsync("show", "left"));
        Assert.Equal("Too dear.", (await store.ShowAsync("left")).GetProperty("error").GetProperty("message").GetString());
    }
}
