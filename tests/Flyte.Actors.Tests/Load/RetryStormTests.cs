using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Load;

/// <summary>Items that all fail at the same time are run again at the same time, but no more of them at once than items ever are.</summary>
public sealed class RetryStormTests : RuntimeTest
{
    private const int Items = 500;
    private const int Concurrency = 4;
    private const int Retries = 3;
    private static readonly TimeSpan Base = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly InFlight bodies = new();
    private readonly Counts attempts = new();

    public RetryStormTests()
        : base(VirtualScheduler.Config)
    {
    }

    [Fact]
    public async Task Attempts_follow_the_back_off_and_never_exceed_the_concurrency()
    {
        var task = Env.Task(
            "fail",
            int (int x) =>
            {
                using var body = bodies.Enter();
                attempts.Add(x);
                throw new TimeoutException("The service is down.");
            },
            o => o with { Retries = Retries, Backoff = new Backoff(Base, factor: 2, Cap) });
        var (id, run) = await RunAsync(Spec(task, Concurrency), task, [.. Enumerable.Range(0, Items)]);

        foreach (var wait in new[] { Base, 2 * Base, Cap })
        {
            var before = await AllWaitAsync(id);
            Time.Advance(wait - Moment);
            await FenceAsync(run);
            Assert.Equal(before, attempts.Total);
            Time.Advance(Moment);
        }

        var (results, end) = await ReadAsync<int>(id);

        Assert.Equal(RunPhase.Failed, end.Phase);
        Assert.All(results, result => Assert.Equal(Retries + 1, result.Error!.Attempts));
        Assert.All(Enumerable.Range(0, Items), item => Assert.Equal(Retries + 1, attempts[item]));
        Assert.InRange(bodies.Most, 1, Concurrency);
    }

    private async Task<int> AllWaitAsync(RunId id)
    {
        await AwaitConditionAsync(async () => (await GetAsync(id)).Items.Retrying == Items, Limit, TimeSpan.FromMilliseconds(10));
        Assert.Equal(0, attempts.Total % Items);
        return attempts.Total;
    }
}
