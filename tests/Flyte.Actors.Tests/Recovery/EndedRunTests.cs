using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>What a run was told, and how it ended, holds in the next process.</summary>
public sealed class EndedRunTests : DurableTest
{
    private readonly Counts counts = new();
    private readonly Halt halt = new(int.MaxValue);

    [Fact]
    public async Task A_run_that_was_aborted_stays_so()
    {
        var held = Held();
        await using (var flyte = await StartAsync().Soon())
        {
            var run = await SubmitAsync(flyte, held.MapAsync(Enumerable.Range(0, 10).ToArray(), concurrency: 2));
            await halt.ReachedAsync();
            await run.AbortAsync("enough").Soon();
            await run.WaitAsync().Soon();
        }

        await AssertAbortedAsync();
    }

    [Fact]
    public async Task An_abort_holds_from_when_it_is_answered()
    {
        // The body takes no heed, so that the run has not ended when its process does.
        var held = Env.Task("held", async (int x) =>
        {
            counts.Add(x);
            await halt.PassAsync();
            return x;
        });
        await using (var flyte = await StartAsync(Options with { CancellationGrace = TimeSpan.FromHours(1) }).Soon())
        {
            var run = await SubmitAsync(flyte, held.MapAsync(Enumerable.Range(0, 10).ToArray(), concurrency: 2));
            await halt.ReachedAsync();
            await run.AbortAsync("enough").Soon();
        }

        await AssertAbortedAsync();
    }

    [Fact]
    public async Task A_run_that_its_first_failure_ended_stays_so()
    {
        var fail = Env.Task("fail", (int x) => counts.Add(x) > 0 && x == 3 ? throw new InvalidOperationException("three") : x);
        await using (var flyte = await StartAsync().Soon())
        {
            var map = fail.MapAsync(Enumerable.Range(0, 10).ToArray(), concurrency: 1, new MapOptions { FailFast = true });
            Assert.Equal(RunPhase.Failed, (await (await SubmitAsync(flyte, map)).WaitAsync().Soon()).Phase);
        }

        var before = counts.Total;
        await using var next = await StartAsync().Soon();
        var info = await next.GetRun<int>(Id).WaitAsync().Soon();
        Assert.Equal((RunPhase.Failed, "three"), (info.Phase, info.Error!.Message));
        await Assert.ThrowsAsync<TaskFailedException>(() => next.GetRun<int>(Id).ResultsAsync().ToListAsync().AsTask().Soon());
        Assert.Equal(before, counts.Total);
    }

    [Fact]
    public async Task A_new_size_survives()
    {
        var held = Held();
        await using (var flyte = await StartAsync().Soon())
        {
            var run = await SubmitAsync(flyte, held.MapAsync(Enumerable.Range(0, 10).ToArray(), concurrency: 1));
            await run.ResizeAsync(3).Soon();
        }

        var started = counts.Total;
        await using var next = await StartAsync().Soon();
        var info = await next.GetRun<int>(Id).Until(i => i.Items.Running == 3);
        Assert.Equal(3, info.Concurrency);
        Assert.InRange(started, 0, 3);
    }

    [Fact]
    public async Task An_item_that_was_aborted_stays_so()
    {
        var held = Held();
        await using (var flyte = await StartAsync().Soon())
        {
            var run = await SubmitAsync(flyte, held.MapAsync(Enumerable.Range(0, 3).ToArray(), concurrency: 1));
            await halt.ReachedAsync();
            await run.AbortItemAsync(2, "not that one").Soon();
        }

        halt.Free();
        await using var next = await StartAsync().Soon();
        var results = await next.GetRun<int>(Id).ResultsAsync().ToListAsync().AsTask().Soon();
        Assert.Equal([true, true, false], results.Select(r => r.IsSuccess));
        Assert.Equal("not that one", results[2].Error!.Message);
        Assert.Equal(0, counts[2]);
    }

    [Fact]
    public async Task The_order_of_completion_is_the_same_for_a_reader_who_comes_back()
    {
        var slow = Env.Task("slow", async (int x) =>
        {
            counts.Add(x);
            if (x % 3 == 0)
            {
                await halt.PassAsync();
            }

            return x;
        });
        List<int> before;
        await using (var flyte = await StartAsync().Soon())
        {
            var run = await SubmitAsync(flyte, slow.MapAsync(Enumerable.Range(0, 90).ToArray(), concurrency: 45));
            before = await run.ResultsAsync(asCompleted: true).Take(60).Select(r => r.Index).ToListAsync().AsTask().Soon();
        }

        halt.Free();
        await using var next = await StartAsync().Soon();
        var again = await next.GetRun<int>(Id).ResultsAsync(asCompleted: true).Select(r => r.Index).ToListAsync().AsTask().Soon();
        var rest = await next.GetRun<int>(Id).ResultsAsync(asCompleted: true, from: 60).Select(r => r.Index).ToListAsync().AsTask().Soon();
        Assert.Equal(before, again.Take(60));
        Assert.Equal(again.Skip(60), rest);
        Assert.Equal(Enumerable.Range(0, 90), again.Order());
        Assert.All(before, i => Assert.Equal(1, counts[i]));
    }

    private FlyteTask<int, int> Held() => Env.Task("held", async (int x, CancellationToken cancellation) =>
    {
        counts.Add(x);
        await halt.PassAsync().WaitAsync(cancellation);
        return x;
    });

    private async Task AssertAbortedAsync()
    {
        var before = counts.Total;
        await using var next = await StartAsync().Soon();
        var info = await next.GetRun<int>(Id).WaitAsync().Soon();
        Assert.Equal((RunPhase.Aborted, "enough", info.Items.Total), (info.Phase, info.Error!.Message, info.Items.Aborted));
        Assert.Equal(before, counts.Total);
        await Assert.ThrowsAsync<RunAbortedException>(() => next.GetRun<int>(Id).ResultsAsync().ToListAsync().AsTask().Soon());
    }
}
