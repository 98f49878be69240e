using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>A database that goes away in the middle of runs and comes back: they pause, say so, and go on by themselves.</summary>
[Collection(PostgresTests.Name)]
public sealed class DatabaseOutageTests(PostgresServer server)
{
    private const int Items = 20_000;

    private readonly Counts counts = new();

    [PostgresTheory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task Nothing_is_lost_and_nothing_is_done_twice(string stop)
    {
        var env = new TaskEnvironment("outage");
        var (half, away) = (new Tally(), new Gate());
        var work = env.Task("work", async (int x) =>
        {
            counts.Add(x);
            if (half.Add() > Items / 2)
            {
                await away.Opened;
            }

            return 2 * x;
        });
        var main = env.Task("main", async (int count) => await work.MapAsync(Enumerable.Range(0, count), concurrency: 50).Select(r => r.Value).ToListAsync());
        var options = new FlyteOptions { Store = FlyteStore.PostgreSql(await server.CreateDatabaseAsync()) };
        await using (var flyte = await FlyteRuntime.StartAsync(options, env).Soon())
        {
            var run = await flyte.SubmitAsync(main.MapAsync([Items]), new RunOptions { Id = "outage" }).Soon();
            await half.Reaches(Items / 2 + 1);
            await server.StopAsync(stop);
            try
            {
                away.Open();
                Assert.Contains("journal", (await run.Until(info => info.Notice is not null)).Notice);
                Assert.Equal(RunPhase.Running, (await run.GetInfoAsync().Soon()).Phase);
            }
            finally
            {
                await server.StartAsync();
            }

            var result = await run.ResultsAsync().SingleAsync().AsTask().Soon();
            Assert.Equal(Enumerable.Range(0, Items).Select(x => 2 * x), result.Value);
            Assert.Null((await run.WaitAsync().Soon()).Notice);
            Assert.Empty(counts.NotOnce(0, Items));
        }

        var recorded = await RecordedWork.CountAsync(options.Store, "outage", "outage.work");
        Assert.Equal(Items, recorded.Count);
        Assert.All(recorded.Values, count => Assert.Equal(1, count));
    }

    [PostgresFact]
    public async Task Readers_and_a_purge_wait_for_it()
    {
        var env = new TaskEnvironment("outage");
        var name = env.Task("name", (int x) => $"a result of some length, of item {x}");
        var options = new FlyteOptions { Store = FlyteStore.PostgreSql(await server.CreateDatabaseAsync()) };
        await using (var flyte = await FlyteRuntime.StartAsync(options, env).Soon())
        {
            await (await flyte.SubmitAsync(name.MapAsync(Enumerable.Range(0, Items)), new RunOptions { Id = "outage" }).Soon()).WaitAsync().Soon();
        }

        await using var next = await FlyteRuntime.StartAsync(options, env).Soon();
        var run = next.GetRun<string>("outage");
        await run.WaitAsync().Soon();
        await server.StopAsync("fast");
        Task<List<ItemResult<string>>> reading;
        Task purging;
        try
        {
            reading = run.ResultsAsync().ToListAsync().AsTask();
            await Assert.ThrowsAsync<RunRejectedException>(() => next.ListRunsAsync().Soon());
        }
        finally
        {
            await server.StartAsync();
        }

        Assert.Equal(Items, (await reading.Soon()).Count);
        await server.StopAsync("fast");
        try
        {
            purging = run.PurgeAsync();
            await Assert.ThrowsAsync<RunRejectedException>(() => next.ListRunsAsync().Soon());
        }
        finally
        {
            await server.StartAsync();
        }

        await purging.Soon();
        await Assert.ThrowsAsync<RunRejectedException>(() => run.GetInfoAsync().Soon());
    }
}
