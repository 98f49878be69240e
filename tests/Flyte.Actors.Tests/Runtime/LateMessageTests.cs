using System.Collections.Concurrent;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Runs;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>Messages about leases that come late, twice, or from nobody change nothing.</summary>
public sealed class LateMessageTests : RuntimeTest
{
    private readonly SemaphoreSlim started = new(0);
    private readonly ConcurrentQueue<int> begun = new();
    private readonly ManualResetEventSlim gate;
    private readonly FlyteTask<int, int> task;
    private int firstHeld;

    public LateMessageTests()
    {
        gate = Gate();
        task = Env.Task("ten", (int n) =>
        {
            begun.Enqueue(n);
            started.Release();
            return n < firstHeld || gate.Wait(Limit) ? n * 10 : -1;
        });
    }

    [Fact]
    public async Task A_lease_s_end_that_comes_again_while_the_slot_holds_the_next_one_counts_once()
    {
        firstHeld = 1;
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1, 2);
        Assert.True(await started.WaitAsync(Limit) && await started.WaitAsync(Limit));
        var slot = await SlotAsync(run);

        run.Tell(Done(lease: 1, Pages.Values(0, 1)), slot);
        run.Tell(Done(lease: 1, Pages.Values(0, 1)), slot);
        await FenceAsync(run);
        await AwaitConditionAsync(async () => (await GetAsync(id)).Items is { Running: 1, Done: 1, Queued: 1 }, Limit); // Two were handed out together.

        gate.Set();
        await EndsWellAsync(id);
    }

    [Fact]
    public async Task A_lease_s_end_that_comes_after_the_run_s_changes_nothing()
    {
        gate.Set();
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1, 2);
        await EndAsync(id);
        var slot = await SlotAsync(run);

        for (var lease = 1; lease <= 3; lease++)
        {
            run.Tell(Done(lease, Pages.Values(lease - 1, 1)), slot);
        }

        await EndsWellAsync(id);
    }

    [Fact]
    public async Task The_end_of_a_lease_that_the_slot_does_not_hold_is_ignored()
    {
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1, 2);
        Assert.True(await started.WaitAsync(Limit));
        var slot = await SlotAsync(run);

        run.Tell(Done(lease: 7, Pages.Values(0, 1)), slot);
        run.Tell(new Progress(7, Pages.Values(0, 1), 1, 2), slot);
        await FenceAsync(run);
        Assert.Equal((1, 0), ((await GetAsync(id)).Items.Running, (await GetAsync(id)).Items.Done));

        gate.Set();
        await EndsWellAsync(id);
    }

    [Fact]
    public async Task What_a_stranger_says_of_a_lease_is_ignored()
    {
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1, 2);
        Assert.True(await started.WaitAsync(Limit));

        run.Tell(Done(lease: 1, Pages.Values(0, 1)), TestActor);
        await FenceAsync(run);
        Assert.Equal((1, 0), ((await GetAsync(id)).Items.Running, (await GetAsync(id)).Items.Done));

        gate.Set();
        await EndsWellAsync(id);
    }

    [Fact]
    public async Task What_a_lease_shows_twice_is_recorded_once()
    {
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1, 2);
        Assert.True(await started.WaitAsync(Limit));
        var slot = await SlotAsync(run);
        var quick = new Progress(1, Pages.Values(0, 1), 1, 0);

        run.Tell(quick, slot);
        run.Tell(quick, slot);
        await FenceAsync(run);

        Assert.Equal(1, (await GetAsync(id)).Items.Succeeded);
        Assert.Equal(0, (await GetAsync(id)).Items.Running);
    }

    [Fact]
    public async Task A_lease_that_reaches_a_busy_item_actor_is_not_begun()
    {
        var (id, run) = await RunAsync(Spec(task, concurrency: 1), task, 0, 1, 2);
        Assert.True(await started.WaitAsync(Limit));
        var slot = await SlotAsync(run);

        slot.Tell(new Lease(9, Page(task, 5), 0, 0, 1, default, null, IsRecalled: false, EndsAtFailure: false), run);
        slot.Tell(new Flush(9), run);
        slot.Tell(new Cancel(9, 0, 1, LedgerTest.Aborted), run);
        await FenceAsync(slot);
        gate.Set();

        await EndsWellAsync(id);
        Assert.DoesNotContain(5, begun);
    }

    private static LeaseDone Done(int lease, ResultSegment results) =>
        new(lease, results, null, results.End, 0, TimeSpan.Zero, null, HasLeaked: false);

    private async Task EndsWellAsync(RunId id)
    {
        var (results, end) = await ReadAsync<int>(id);
        Assert.Equal([0, 10, 20], results.Select(r => r.Value));
        Assert.Equal(RunPhase.Succeeded, end.Phase);
        var items = (await GetAsync(id)).Items;
        Assert.Equal((3, 3, 0, 0), (items.Total, items.Succeeded, items.Running, items.Queued));
        Assert.Equal([0, 1, 2], begun.Order());
    }
}
