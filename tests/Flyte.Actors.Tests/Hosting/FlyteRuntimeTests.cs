using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Hosting;

/// <summary>A runtime of one's own: several side by side, and an end that tells whoever waits.</summary>
public sealed class FlyteRuntimeTests
{
    private readonly TaskEnvironment env = new("runtime");
    private readonly Gate started = new();
    private readonly FlyteTask<int, int> held;

    public FlyteRuntimeTests() => held = env.Task("held", async (int i, CancellationToken cancellation) =>
    {
        started.Open();
        await Task.Delay(Timeout.Infinite, cancellation);
        return i;
    });

    [Fact]
    public async Task It_tells_its_tasks()
    {
        env.Task("two", (int i, string s) => s, o => o with { Retries = 3 });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(["runtime.held", "runtime.two"], flyte.Tasks.Keys.Order(StringComparer.Ordinal));
        var two = flyte.Tasks["runtime.two"];
        Assert.Equal(("runtime.two", typeof((int, string)), typeof(string), 3), (two.Name, two.InputType, two.OutputType, two.Options.Retries));
    }

    [Fact]
    public async Task Two_runtimes_side_by_side_do_not_meet()
    {
        var other = new TaskEnvironment("other");
        var mine = env.Task("mine", (int i) => i);
        var theirs = other.Task("theirs", (int i) => -i);
        await using var first = await FlyteRuntime.StartAsync(env);
        await using var second = await FlyteRuntime.StartAsync(other);
        var options = new RunOptions { Id = "same" };

        var runs = (await first.SubmitAsync(mine.MapAsync([1]), options).Soon(), await second.SubmitAsync(theirs.MapAsync([1]), options).Soon());

        Assert.Equal(1, (await runs.Item1.ResultsAsync().ToListAsync().Soon())[0].Value);
        Assert.Equal(-1, (await runs.Item2.ResultsAsync().ToListAsync().Soon())[0].Value);
        await Assert.ThrowsAsync<UnknownTaskException>(() => first.RunAsync(theirs, 1).Soon());
        Assert.Equal("runtime.mine", Assert.Single(await first.ListRunsAsync().Soon()).Task);
    }

    [Fact]
    public async Task One_environment_serves_two_runtimes()
    {
        var twice = env.Task("twice", (int i) => 2 * i);
        await using var first = await FlyteRuntime.StartAsync(env);
        await using (var second = await FlyteRuntime.StartAsync(env))
        {
            Assert.Equal(2, await second.RunAsync(twice, 1).Soon());
        }

        Assert.Equal(2, await first.RunAsync(twice, 1).Soon());
    }

    [Fact]
    public async Task Its_end_tells_whoever_waits_for_a_run()
    {
        var flyte = await FlyteRuntime.StartAsync(env);
        var run = flyte.RunAsync(held, 1);
        var map = flyte.Map(held.MapAsync([1, 2])).ToListAsync().AsTask();
        var handle = await flyte.SubmitAsync(held.MapAsync([1])).Soon();
        var (waiting, reading) = (handle.WaitAsync(), handle.ResultsAsync().ToListAsync().AsTask());
        await started.Opened;

        await flyte.DisposeAsync().Soon();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => run.Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => map.Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading.Soon());
    }

    [Fact]
    public async Task Its_end_cancels_the_bodies_that_run()
    {
        var (running, cancelled) = (new Gate(), new Gate());
        var body = env.Task("body", async (int i, CancellationToken cancellation) =>
        {
            running.Open();
            await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => cancelled.Open(), TaskScheduler.Default);
            return i;
        });
        var flyte = await FlyteRuntime.StartAsync(env);
        var run = flyte.RunAsync(body, 1);
        await running.Opened;

        await flyte.DisposeAsync().Soon();

        await cancelled.Opened;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => run.Soon());
    }

    [Fact]
    public async Task After_its_end_it_says_that_it_is_gone()
    {
        var flyte = await FlyteRuntime.StartAsync(env);
        await flyte.DisposeAsync().Soon();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => flyte.RunAsync(held, 1).Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => flyte.Map(held.MapAsync([1])).ToListAsync().Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => flyte.SubmitAsync(held.MapAsync([1])).Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => flyte.ListRunsAsync().Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => flyte.GetRun<int>("x").WaitAsync().Soon());
    }

    [Fact]
    public async Task It_may_be_ended_twice()
    {
        var flyte = await FlyteRuntime.StartAsync(env);

        await flyte.DisposeAsync().Soon();
        await flyte.DisposeAsync().Soon();
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        await Assert.ThrowsAsync<ArgumentNullException>("environments", () => FlyteRuntime.StartAsync((TaskEnvironment[])null!));
        await Assert.ThrowsAsync<ArgumentNullException>("options", () => FlyteRuntime.StartAsync((FlyteOptions)null!, env));
        Assert.Throws<ArgumentNullException>("map", () => flyte.Map<int>(null!));
        await Assert.ThrowsAsync<ArgumentNullException>("map", () => flyte.SubmitAsync<int>(null!));
        await Assert.ThrowsAsync<ArgumentNullException>("task", () => flyte.RunAsync<int>(null!));
    }
}
