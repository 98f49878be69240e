using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>A run and a single item can be aborted; what was aborted has an error in its slot.</summary>
public sealed class AbortTests
{
    private readonly TaskEnvironment env = new("abort");
    private readonly Tally started = new();
    private readonly Gate gate = new();
    private readonly FlyteTask<int, int> held;

    public AbortTests() => held = env.Task("held", async (int i, CancellationToken cancellation) =>
    {
        started.Add();
        await gate.OpenedAsync(cancellation);
        return i;
    });

    [Fact]
    public async Task An_aborted_run_starts_nothing_more_and_fills_every_slot()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = await flyte.SubmitAsync(held.MapAsync([0, 1, 2, 3], concurrency: 2)).Soon();
        await started.Reaches(2);

        await run.AbortAsync("Enough.").Soon();
        var end = await run.WaitAsync().Soon();

        Assert.Equal((RunPhase.Aborted, ErrorCodes.Aborted, "Enough."), (end.Phase, end.Error?.Code, end.Error?.Message));
        Assert.Equal(2, started.Count);
        var (results, failure) = await ReadAsync(run);
        Assert.All(results, r => Assert.Equal((ErrorCodes.Aborted, ErrorKind.System, "Enough."), (r.Error!.Code, r.Error.Kind, r.Error.Message)));
        Assert.Equal([1, 1], results.Where(r => r.Index < 2).Select(r => r.Error!.Attempts));
        Assert.IsType<RunAbortedException>(failure);
        Assert.Equal(results.Count, end.Items.Aborted);
    }

    [Fact]
    public async Task What_was_done_before_the_abort_stays()
    {
        var mixed = env.Task("mixed", async (int i, CancellationToken cancellation) =>
        {
            if (i > 0)
            {
                started.Add();
                await gate.OpenedAsync(cancellation);
            }

            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = await flyte.SubmitAsync(mixed.MapAsync([0, 1], concurrency: 1)).Soon();
        await started.Reaches(1);

        await run.AbortAsync().Soon();
        var (results, _) = await ReadAsync(run);

        Assert.Equal([true, false], results.Select(r => r.IsSuccess));
    }

    [Fact]
    public async Task A_run_that_has_ended_stays_as_it_is()
    {
        gate.Open();
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = await flyte.SubmitAsync(held.MapAsync([0])).Soon();
        await run.WaitAsync().Soon();

        await run.AbortAsync().Soon();
        await run.AbortItemAsync(0).Soon();

        Assert.Equal(RunPhase.Succeeded, (await run.GetInfoAsync().Soon()).Phase);
    }

    [Fact]
    public async Task An_aborted_run_closes_its_endless_source_of_inputs()
    {
        var closed = new Gate();
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = await flyte.SubmitAsync(held.MapAsync(Endless(closed), concurrency: 2)).Soon();
        await started.Reaches(2);

        await run.AbortAsync().Soon();

        await closed.Opened;
        Assert.Equal(RunPhase.Aborted, (await run.WaitAsync().Soon()).Phase);
    }

    [Fact]
    public async Task A_running_item_is_cancelled_and_the_others_go_on()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = await flyte.SubmitAsync(held.MapAsync([0, 1, 2], concurrency: 3)).Soon();
        await started.Reaches(3);

        await run.AbortItemAsync(1, "Not this one.").Soon();
        var first = await run.ResultsAsync(asCompleted: true).FirstAsync().Soon();
        gate.Open();
        var (results, failure) = await ReadAsync(run);

        Assert.Equal((1, ErrorCodes.Aborted, "Not this one."), (first.Index, first.Error?.Code, first.Error?.Message));
        Assert.Equal([true, false, true], results.Select(r => r.IsSuccess));
        Assert.Null(failure);
        Assert.Equal(1, (await run.WaitAsync().Soon()).Items.Aborted);
    }

    [Fact]
    public async Task A_waiting_item_never_starts()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = await flyte.SubmitAsync(held.MapAsync([0, 1, 2], concurrency: 1)).Soon();
        await run.Until(info => info.Items is { Total: 3, Running: 1 });

        await run.AbortItemAsync(1).Soon();
        gate.Open();
        var (results, _) = await ReadAsync(run);

        Assert.Equal([true, false, true], results.Select(r => r.IsSuccess));
        Assert.Equal((0, "1"), (results[1].Error!.Attempts, results[1].Error!.Input));
        Assert.Equal(2, started.Count);
    }

    [Fact]
    public async Task An_item_that_waits_for_its_retry_is_aborted_at_once()
    {
        var fail = env.Task("fail", int (int i) => throw new FormatException("No."), o => o with { Retries = 1, Backoff = new Backoff(TimeSpan.FromHours(1)) });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = await flyte.SubmitAsync(fail.MapAsync([0])).Soon();
        await run.Until(info => info.Items.Retrying == 1);

        await run.AbortItemAsync(0).Soon();
        var result = Assert.Single((await ReadAsync(run)).Results);

        Assert.Equal((ErrorCodes.Aborted, 1), (result.Error?.Code, result.Error?.Attempts));
    }

    [Fact]
    public async Task An_aborted_item_is_not_retried()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = await flyte.SubmitAsync(held.With(o => o with { Retries = 3 }).MapAsync([0])).Soon();
        await started.Reaches(1);

        await run.AbortItemAsync(0).Soon();

        Assert.False(Assert.Single((await ReadAsync(run)).Results).IsSuccess);
        Assert.Equal(1, started.Count);
    }

    [Fact]
    public async Task An_item_that_is_not_known_or_negative_is_not_aborted()
    {
        gate.Open();
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var run = await flyte.SubmitAsync(held.MapAsync([0])).Soon();

        await run.AbortItemAsync(99).Soon();
        Assert.Throws<ArgumentOutOfRangeException>("index", () => { _ = run.AbortItemAsync(-1); });

        Assert.Equal(RunPhase.Succeeded, (await run.WaitAsync().Soon()).Phase);
    }

    private static async Task<(List<ItemResult<int>> Results, Exception? Failure)> ReadAsync(RunHandle<int> run)
    {
        var results = new List<ItemResult<int>>();
        var failure = await Record.ExceptionAsync(async () =>
        {
            using var bound = new CancellationTokenSource(Patience.Bound);
            await foreach (var result in run.ResultsAsync().WithCancellation(bound.Token))
            {
                results.Add(result);
            }
        });
        return (results, failure);
    }

    private static IEnumerable<int> Endless(Gate closed)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                yield return i;
            }
        }
        finally
        {
            closed.Open();
        }
    }
}
