using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>A map that is submitted goes on by itself and is known by its id.</summary>
public sealed class SubmitTests
{
    private readonly TaskEnvironment env = new("submit");
    private readonly FlyteTask<int, int> twice;
    private readonly Tally bodies = new();

    public SubmitTests() => twice = env.Task("twice", (int i) =>
    {
        bodies.Add();
        return 2 * i;
    });

    [Fact]
    public async Task It_runs_without_a_reader()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var run = await flyte.SubmitAsync(twice.MapAsync(Enumerable.Range(0, 5000), concurrency: 4)).Soon();
        var end = await run.WaitAsync().Soon();

        Assert.Equal(RunPhase.Succeeded, end.Phase);
        Assert.Equal((5000, 5000, 5000, false), (end.Items.Total, end.Items.Succeeded, end.Items.Done, end.Items.MoreToCome));
        Assert.Equal(("submit.twice", 4), (end.Task, end.Concurrency));
        Assert.NotNull(end.EndedAt);
        Assert.True(end.EndedAt >= end.StartedAt);
        Assert.Null(end.Error);
    }

    [Fact]
    public async Task Its_results_can_be_read_again_and_from_anywhere_in_either_order()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        await flyte.SubmitAsync(twice.MapAsync([0, 1, 2, 3, 4]), new RunOptions { Id = "again" }).Soon();
        var run = flyte.GetRun<int>("again");

        Assert.Equal([0, 2, 4, 6, 8], (await run.ResultsAsync().ToListAsync().Soon()).Select(r => r.Value));
        Assert.Equal([0, 2, 4, 6, 8], (await run.ResultsAsync().ToListAsync().Soon()).Select(r => r.Value));
        Assert.Equal([3, 4], (await run.ResultsAsync(from: 3).ToListAsync().Soon()).Select(r => r.Index));
        Assert.Equal([0, 1, 2, 3, 4], (await run.ResultsAsync(asCompleted: true).ToListAsync().Soon()).Select(r => r.Index).Order());
        Assert.Empty(await run.ResultsAsync(from: 5).ToListAsync().Soon());
        Assert.Empty(await run.ResultsAsync(from: 500).ToListAsync().Soon());
        Assert.Equal(5, bodies.Count);
    }

    [Fact]
    public async Task Leaving_its_results_leaves_it_going()
    {
        var gate = new Gate();
        var held = env.Task("held", async (int i) =>
        {
            await (i == 0 ? Task.CompletedTask : gate.Opened);
            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = await flyte.SubmitAsync(held.MapAsync([0, 1, 2], concurrency: 1)).Soon();

        Assert.Equal(0, (await run.ResultsAsync().FirstAsync().Soon()).Index);
        gate.Open();

        Assert.Equal(3, (await run.WaitAsync().Soon()).Items.Succeeded);
    }

    [Fact]
    public async Task A_reader_that_is_cancelled_leaves_it_going()
    {
        var gate = new Gate();
        var held = env.Task("held", async (int i) =>
        {
            await gate.Opened;
            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = await flyte.SubmitAsync(held.MapAsync([0, 1, 2])).Soon();

        using var cancellation = new CancellationTokenSource();
        var reading = run.ResultsAsync().ToListAsync(cancellation.Token).AsTask();
        var waiting = run.WaitAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
        gate.Open();

        Assert.Equal(3, (await run.WaitAsync().Soon()).Items.Succeeded);
    }

    [Fact]
    public async Task A_bound_on_the_run_ahead_waits_for_a_reader()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var run = await flyte.SubmitAsync(twice.MapAsync(Enumerable.Range(0, 100), concurrency: 2, new MapOptions { RunAhead = 4 })).Soon();
        await bodies.Reaches(4);

        Assert.Equal(100, await run.ResultsAsync().CountAsync().Soon());
    }

    [Fact]
    public async Task Failures_stand_in_its_slots_and_make_it_fail()
    {
        var odd = env.Task("odd", int (int i) => i % 2 == 1 ? i : throw new FormatException("Even."));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var run = await flyte.SubmitAsync(odd.MapAsync([0, 1, 2])).Soon();

        Assert.Equal([false, true, false], (await run.ResultsAsync().ToListAsync().Soon()).Select(r => r.IsSuccess));
        var end = await run.WaitAsync().Soon();
        Assert.Equal((RunPhase.Failed, 1, 2), (end.Phase, end.Items.Succeeded, end.Items.Failed));
    }

    [Fact]
    public async Task How_it_ended_is_thrown_to_its_readers()
    {
        var fail = env.Task("fail", int (int i) => throw new FormatException("No."));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var fast = await flyte.SubmitAsync(fail.MapAsync([0], 1, new MapOptions { FailFast = true })).Soon();
        var strict = await flyte.SubmitAsync(fail.With(o => o with { Tolerance = new Tolerance { MaxFailures = 0 } }).MapAsync([0])).Soon();
        var broken = await flyte.SubmitAsync(twice.MapAsync(Broken())).Soon();

        await Assert.ThrowsAsync<TaskFailedException>(() => fast.ResultsAsync().ToListAsync().Soon());
        await Assert.ThrowsAsync<ToleranceExceededException>(() => strict.ResultsAsync().ToListAsync().Soon());
        var source = await Assert.ThrowsAsync<InputSourceException>(() => broken.ResultsAsync().ToListAsync().Soon());
        Assert.Contains("FileNotFoundException", source.Message, StringComparison.Ordinal);
        Assert.Equal(2, await broken.ResultsAsync().Take(2).CountAsync().Soon());
    }

    [Fact]
    public async Task The_same_id_again_is_the_same_run()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var options = new RunOptions { Id = "once", Name = "n", Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "b" } };

        var first = await flyte.SubmitAsync(twice.MapAsync([1, 2, 3]), options).Soon();
        await first.WaitAsync().Soon();
        var second = await flyte.SubmitAsync(twice.MapAsync([1, 2, 3]), options with { Labels = new Dictionary<string, string>(options.Labels, StringComparer.Ordinal) }).Soon();

        Assert.Equal([2, 4, 6], (await second.ResultsAsync().ToListAsync().Soon()).Select(r => r.Value));
        Assert.Equal(3, bodies.Count);
    }

    [Fact]
    public async Task The_same_id_for_something_else_is_refused()
    {
        var other = env.Task("other", (int i) => i);
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var options = new RunOptions { Id = "taken" };
        await flyte.SubmitAsync(twice.MapAsync([1]), options).Soon();

        var refusal = await Assert.ThrowsAsync<RunRejectedException>(() => flyte.SubmitAsync(other.MapAsync([1]), options).Soon());

        Assert.Contains("taken", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RunRejectedException>(() => flyte.SubmitAsync(twice.MapAsync([1], concurrency: 7), options).Soon());
        await Assert.ThrowsAsync<RunRejectedException>(() => flyte.RunAsync(other, 1, options).Soon());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("ä")]
    public async Task A_bad_id_is_an_argument_error(string id)
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        await Assert.ThrowsAsync<ArgumentException>(() => flyte.SubmitAsync(twice.MapAsync([1]), new RunOptions { Id = id }).Soon());
        Assert.Throws<ArgumentException>(() => flyte.GetRun<int>(id));
        Assert.Throws<ArgumentException>(() => flyte.GetRun<int>(new string('a', 129)));
    }

    [Fact]
    public async Task A_run_that_does_not_exist_says_so_whatever_is_asked_of_it()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = flyte.GetRun<int>("nobody");

        Assert.Equal("nobody", run.Id);
        await Assert.ThrowsAsync<RunRejectedException>(() => run.GetInfoAsync().Soon());
        await Assert.ThrowsAsync<RunRejectedException>(() => run.WaitAsync().Soon());
        await Assert.ThrowsAsync<RunRejectedException>(() => run.AbortAsync().Soon());
        await Assert.ThrowsAsync<RunRejectedException>(() => run.AbortItemAsync(0).Soon());
        await Assert.ThrowsAsync<RunRejectedException>(() => run.ResizeAsync(2).Soon());
        var refusal = await Assert.ThrowsAsync<RunRejectedException>(() => run.ResultsAsync().ToListAsync().Soon());
        Assert.Contains("nobody", refusal.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<int> Broken()
    {
        yield return 0;
        yield return 1;
        throw new FileNotFoundException("No such file.");
    }
}
