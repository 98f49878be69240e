using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>A call inside a run is an item of it: it fails, is cancelled and is refused as one.</summary>
public sealed class CallTests
{
    private readonly TaskEnvironment env = new("calls");

    [Fact]
    public async Task A_failed_call_throws_the_error_of_its_item()
    {
        var fail = env.Task("fail", int (string text) => throw new FormatException("No."));
        var main = env.Task("main", () =>
        {
            var thrown = Assert.Throws<TaskFailedException>(() => fail.Call("x"));
            return $"{thrown.Error.Task} {thrown.Error.Code} {thrown.Error.Input}";
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal("calls.fail FormatException \"x\"", await flyte.RunAsync(main).Soon());
    }

    [Fact]
    public async Task A_caller_that_is_cancelled_stops_waiting_and_the_called_item_is_cancelled()
    {
        var (started, cancelled) = (new Gate(), new Gate());
        var wait = env.Task("wait", async (int i, CancellationToken cancellation) =>
        {
            started.Open();
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => cancelled.Open(), TaskScheduler.Default);
            return i;
        });
        var quick = env.Task("quick", (int i) => i);
        var main = env.Task("main", async () =>
        {
            using var cancellation = new CancellationTokenSource();
            var call = wait.CallAsync(1, cancellation.Token);
            await started.Opened;
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
            await cancelled.Opened;
            return await quick.CallAsync(5);
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(5, await flyte.RunAsync(main).Soon());
    }

    [Fact]
    public async Task A_call_whose_token_was_cancelled_before_is_cancelled_at_once()
    {
        var quick = env.Task("quick", (int i) => i);
        var main = env.Task("main", async () =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => quick.CallAsync(1, new CancellationToken(canceled: true)));
            return await quick.CallAsync(2);
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(2, await flyte.RunAsync(main).Soon());
    }

    [Fact]
    public async Task A_call_that_its_item_did_not_await_is_told_that_it_comes_to_nothing()
    {
        var (gate, call) = (new Gate(), new TaskCompletionSource<Task<int>>());
        var held = env.Task("held", async (int i) =>
        {
            await gate.Opened;
            return i;
        });
        var main = env.Task("main", () => call.SetResult(held.CallAsync(1)));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        await flyte.RunAsync(main).Soon();

        await Assert.ThrowsAnyAsync<Exception>(async () => await (await call.Task).Soon());
        Assert.False((await call.Task).IsCompletedSuccessfully);
        gate.Open();
    }

    [Fact]
    public async Task A_task_that_is_not_registered_is_refused_where_it_is_called_and_mapped()
    {
        var stranger = new TaskEnvironment("stranger").Task("task", (int i) => i);
        var main = env.Task("main", async () =>
        {
            var called = await Assert.ThrowsAsync<UnknownTaskException>(() => stranger.CallAsync(1));
            Assert.Throws<UnknownTaskException>(() => stranger.Call(1));
            Assert.Throws<UnknownTaskException>(() => stranger.Map([1]).Count());
            await Assert.ThrowsAsync<UnknownTaskException>(async () => await stranger.MapAsync([1]).ToListAsync());
            return called.Message;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var message = await flyte.RunAsync(main).Soon();

        Assert.Contains("'stranger.task'", message, StringComparison.Ordinal);
        Assert.Contains("It has calls.main", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_is_not_registered_is_refused_by_the_client()
    {
        var stranger = new TaskEnvironment("stranger").Task("task", (int i) => i);
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var error = await Assert.ThrowsAsync<UnknownTaskException>(() => flyte.RunAsync(stranger, 1).Soon());

        Assert.Contains("It has no tasks", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<UnknownTaskException>(() => flyte.SubmitAsync(stranger.MapAsync([1])).Soon());
        await Assert.ThrowsAsync<UnknownTaskException>(() => flyte.Map(stranger.MapAsync([1])).ToListAsync().Soon());
        Assert.Throws<UnknownTaskException>(() => flyte.MapJson("no.task", AsyncEnumerable.Empty<string>()));
    }

    [Fact]
    public async Task Another_task_of_the_same_name_is_not_taken_for_the_registered_one()
    {
        var mine = env.Task("task", (int i) => i);
        var other = new TaskEnvironment("calls").Task("task", (int i) => -i);
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(1, await flyte.RunAsync(mine, 1).Soon());
        await Assert.ThrowsAsync<UnknownTaskException>(() => flyte.RunAsync(other, 1).Soon());
    }

    [Fact]
    public async Task What_main_throws_is_the_error_of_its_run()
    {
        var main = env.Task("main", int () => throw new FormatException("No."));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var thrown = await Assert.ThrowsAsync<TaskFailedException>(() => flyte.RunAsync(main).Soon());

        Assert.Equal(("calls.main", "FormatException", "No."), (thrown.Error.Task, thrown.Error.Code, thrown.Error.Message));
    }
}
