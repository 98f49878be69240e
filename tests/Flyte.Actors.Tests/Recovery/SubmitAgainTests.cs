using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>Submitting a run once more in the next process: the same one goes on, another one is an error.</summary>
public sealed class SubmitAgainTests : DurableTest
{
    private const int Items = 30_000;

    private readonly Counts counts = new();

    private FlyteTask<int, int> Double => field ??= Env.Task("double", (int x) =>
    {
        counts.Add(x);
        return 2 * x;
    });

    [Theory]
    [InlineData(1)]
    [InlineData(777)]
    [InlineData(20_000)]
    public async Task A_stream_whose_process_ended_is_fed_from_where_it_was(int given)
    {
        var twice = Double;
        await using (var flyte = await StartAsync().Soon())
        {
            var run = await flyte.SubmitAsync(twice.MapAsync(InputsAsync(given, isHeld: true)), new RunOptions { Id = Id }).Soon();
            await run.Until(info => info.Items.Succeeded >= given);
        }

        await using var next = await StartAsync().Soon();
        var again = await next.SubmitAsync(twice.MapAsync(InputsAsync(Items, isHeld: false)), new RunOptions { Id = Id }).Soon();
        Assert.Equal(Enumerable.Range(0, Items).Select(x => 2 * x), await again.ResultsAsync().Select(r => r.Value).ToListAsync().AsTask().Soon());
        Assert.Equal(RunPhase.Succeeded, (await again.WaitAsync().Soon()).Phase);
        Assert.Empty(counts.NotOnce(0, Items));
    }

    [Fact]
    public async Task Other_content_is_refused()
    {
        var (twice, other) = (Double, Env.Task("other", (int x) => x));
        var labels = new Dictionary<string, string> { ["of"] = "test" };
        await using (var flyte = await StartAsync().Soon())
        {
            await flyte.SubmitAsync(twice.MapAsync([1], concurrency: 4), new RunOptions { Id = Id, Labels = labels }).Soon();
            Assert.Equal(10, await flyte.RunAsync(twice, 5, new RunOptions { Id = "single" }).Soon());
        }

        await using var next = await StartAsync().Soon();
        await RefusedAsync(other.MapAsync([1], concurrency: 4), new RunOptions { Id = Id, Labels = labels });
        await RefusedAsync(twice.With(o => o with { Retries = 3 }).MapAsync([1], concurrency: 4), new RunOptions { Id = Id, Labels = labels });
        await RefusedAsync(twice.MapAsync([1], concurrency: 4, new MapOptions { Tolerance = new Tolerance { MaxFailures = 1 } }), new RunOptions { Id = Id, Labels = labels });
        await RefusedAsync(twice.MapAsync([1], concurrency: 4), new RunOptions { Id = Id });
        await RefusedAsync(twice.MapAsync([2], concurrency: 4), new RunOptions { Id = Id, Labels = labels });
        await RefusedAsync(twice.MapAsync([1, 1], concurrency: 4), new RunOptions { Id = Id, Labels = labels });
        Assert.Equal([2], await ResultsAsync(twice.MapAsync(new List<int> { 1 }, concurrency: 4)));
        Assert.Equal([2], await ResultsAsync(twice.MapAsync(InputsAsync(1, isHeld: false).Select(_ => 1), concurrency: 4)));
        await RefusedAsync(twice.MapAsync([1], concurrency: 4), new RunOptions { Id = Id, Labels = labels, Name = "named" });
        var rejection = await Assert.ThrowsAsync<RunRejectedException>(() => next.RunAsync(twice, 6, new RunOptions { Id = "single" }).Soon());
        Assert.Contains("single", rejection.Message);
        Assert.Equal(10, await next.RunAsync(twice, 5, new RunOptions { Id = "single" }).Soon());
        Assert.Equal((1, 0), (counts[5], counts[6]));

        async Task<List<int>> ResultsAsync(MapStream<int> map) =>
            await (await next.SubmitAsync(map, new RunOptions { Id = Id, Labels = labels }).Soon()).ResultsAsync().Select(r => r.Value).ToListAsync().AsTask().Soon();

        async Task RefusedAsync(MapStream<int> map, RunOptions options) =>
            Assert.Contains(Id, (await Assert.ThrowsAsync<RunRejectedException>(() => next.SubmitAsync(map, options).Soon())).Message);
    }

    [Fact]
    public async Task What_a_map_tolerates_is_recorded_with_it()
    {
        var (halt, strict) = (new Halt(), new MapOptions { Tolerance = new Tolerance { MaxFailures = 0 } });
        var task = Env.Task("halting", async Task<int> (int x) =>
        {
            await halt.PassAsync();
            throw new FormatException($"No {x}.");
        });
        await using (var flyte = await StartAsync().Soon())
        {
            await SubmitAsync(flyte, task.MapAsync([1, 2, 3], concurrency: 1, strict));
            await halt.ReachedAsync();
        }

        await using var next = await StartAsync().Soon();
        var again = await next.SubmitAsync(task.MapAsync([1, 2, 3], concurrency: 1, strict), new RunOptions { Id = Id }).Soon();

        Assert.Equal(ErrorCodes.ToleranceExceeded, (await again.WaitAsync().Soon()).Error?.Code);
    }

    private static async IAsyncEnumerable<int> InputsAsync(int count, bool isHeld)
    {
        for (var i = 0; i < count; i++)
        {
            yield return i;
        }

        await (isHeld ? new TaskCompletionSource().Task : Task.CompletedTask);
    }
}
