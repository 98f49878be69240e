using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands.Records;

/// <summary>What items have called is shown by its id, of a store of this machine and of another node alike.</summary>
public sealed class CalledRunTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly NodeStore store = new(CallingTask.Create());

    public void Dispose() => store.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_shown_with_its_items(bool isFar)
    {
        await store.RunAsync("run", "main", "[1,-2,3]", "--id", "x");
        await using var node = isFar ? await ApiNode.StartAsync(new WebSettings(), new FlyteOptions { Store = store.Store }, CallingTask.Create()) : null;

        Assert.Equal(
            ["item id task phase items done failed", "0 x/0/calls single calls succeeded 1 1 0", "0 x/0/twice_map-0 calling.twice failed 3 3 1"],
            await LinesAsync("calls", "x"));
        Assert.Equal(["item id task phase items done failed", "0 x/0/calls/0/twice_map-0 calling.twice succeeded 2 2 0"], await LinesAsync("calls", "x/0/calls", "--item", "0"));
        var (code, console) = await RunAsync("calls", "x", "--limit", "1");
        Assert.Contains("there are more: --after 0/calls", console.Error, StringComparison.Ordinal);
        var map = JsonElement.Parse(Assert.Single(await LinesAsync("calls", "x", "--after", "0/calls", "--json")));
        Assert.Equal((0, "x/0/twice_map-0"), (map.GetProperty("item").GetInt32(), map.GetProperty("run").GetProperty("id").GetString()));
        (code, console) = await RunAsync("calls", "x", "--item", "1");
        Assert.Equal((ExitCode.Done, true), (code, console.Error.Contains("item 1 of run x has called nothing", StringComparison.Ordinal)));
        (code, console) = await RunAsync("calls", "x", "--after", "there");
        Assert.Equal((ExitCode.Usage, true), (code, console.Error.Contains("'there' is no place in a list of child runs", StringComparison.Ordinal)));

        Assert.Equal(
            ["item phase attempts input outcome", "0 succeeded 1 1 2", "1 failed 1 -2 InvalidDataException: -2 is negative", "2 succeeded 1 3 6"],
            await LinesAsync("items", "x/0/twice_map-0"));
        Assert.Equal(["item task phase attempts input outcome", "0 calling.both succeeded 1 7 2"], await LinesAsync("items", "x/0/calls"));
        Assert.Equal(["item phase attempts input outcome", "1 succeeded 1 8 16"], await LinesAsync("items", "x/0/calls/0/twice_map-0", "--from", "1"));
        var call = JsonElement.Parse(Assert.Single(await LinesAsync("items", "x/0/calls", "--json")));
        Assert.Equal(("calling.both", 7, 2), (call.GetProperty("task").GetString(), call.GetProperty("input").GetInt32(), call.GetProperty("value").GetInt32()));

        Assert.Equal(["run x/0/calls", "task single calls", "phase succeeded", "items 1", "succeeded 1"], (await LinesAsync("show", "x/0/calls")).Take(5));
        Assert.Equal(["run x/0/twice_map-0", "task calling.twice", "phase failed", "items 3", "succeeded 2", "failed 1"], (await LinesAsync("show", "x/0/twice_map-0")).Take(6));
        Assert.DoesNotContain(await LinesAsync("show", "x/0/calls"), line => line.Contains("stands still", StringComparison.Ordinal));

        (code, console) = await RunAsync("results", "x/0/calls");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("Flyte.Node items x/0/calls", console.Error, StringComparison.Ordinal);
        (code, console) = await RunAsync("watch", "x/0/twice_map-0");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("calling.twice: 3 items in ", console.Error, StringComparison.Ordinal);
        Assert.Contains("what failed: Flyte.Node items x/0/twice_map-0 --phase failed", console.Error, StringComparison.Ordinal);
        (code, console) = await RunAsync("watch", "x/0/calls");
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("single calls: 1 item: 1 succeeded", console.Error, StringComparison.Ordinal);
        (code, console) = await RunAsync("items", "x/1/calls");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("There is no run 'x/1/calls'", console.Error, StringComparison.Ordinal);

        async Task<string[]> LinesAsync(params string[] args)
        {
            var (done, said) = await RunAsync(args);
            Assert.True(done == ExitCode.Done, said.Error);
            return [.. said.OutLines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        }

        Task<(int Code, TestConsole Console)> RunAsync(params string[] args) =>
            node is null ? store.RunAsync(args) : FarConsole.RunAsync(node.Http.BaseAddress!.AbsoluteUri.TrimEnd('/'), args);
    }

    [Fact]
    public async Task One_that_has_not_ended_says_what_goes_on_with_it()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var env = CallingTask.Create();
        var echo = env.Task("echo", (int x) => x);
        env.Task("halts", async (int x, CancellationToken cancellation) =>
        {
            await echo.CallAsync(x, cancellation);
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        using var left = new NodeStore(env);
        using var stop = new CancellationTokenSource();
        await using (var runtime = left.Open())
        {
            var command = NodeApp.RunAsync(["run", "halts", "1", "--id", "left"], new TestConsole { Store = left.Store, Interrupted = stop.Token }.Open(), runtime);
            await reached.Task.WaitAsync(Patience);
            await stop.CancelAsync();
            await command.WaitAsync(Patience);
        }

        Assert.Contains(
            await left.LinesAsync("show", "left/0/calls"),
            line => line.EndsWith("It stands still unless a process works on the run that it was called in: 'Flyte.Node resume left' goes on with that.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_item_of_one_that_goes_on_is_aborted_alone()
    {
        var env = CallingTask.Create();
        var wait = env.Task("wait", async (int x, CancellationToken cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return x;
        });
        env.Task("waits", async (int x) => (await Gather.ResultsAsync([wait.CallAsync(x)]))[0].Error!.Message);
        await using var node = await ApiNode.StartAsync(env);
        var address = node.Http.BaseAddress!.AbsoluteUri.TrimEnd('/');
        await node.PostAsync("/runs", new { task = "calling.waits", input = 1, id = "w" });
        await node.UntilKnownAsync("w%2F0%2Fcalls");

        await FarConsole.LinesAsync(address, "abort", "w/0/calls", "--item", "0", "--reason", "Not this one.");

        Assert.Contains("Not this one.", Assert.Single(await node.ResultsAsync("w")), StringComparison.Ordinal);
    }
}
