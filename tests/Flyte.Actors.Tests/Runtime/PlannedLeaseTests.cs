using System.Text;
using Akka.Actor;
using Akka.TestKit;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>How much goes to a slot on another node at a time, and when it is asked back; the slots are the test.</summary>
public sealed class PlannedLeaseTests : RuntimeTest
{
    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(1);

    private readonly TestProbe far;

    public PlannedLeaseTests()
        : base(VirtualScheduler.Config) => far = CreateTestProbe("far");

    [Fact]
    public async Task One_item_goes_first_and_then_so_many_that_the_way_is_a_small_part_of_their_time()
    {
        await BeginAsync(items: 1000, slots: 1);

        Assert.Equal(1, (await DoneAsync()).Count);
        Assert.Equal(8, (await DoneAsync()).Count);
        Assert.Equal(8, (await DoneAsync()).Count);
    }

    [Fact]
    public async Task A_lease_is_left_to_its_time_and_what_it_has_not_started_then_is_asked_back()
    {
        var run = await BeginAsync(items: 1000, slots: 1);
        await DoneAsync();
        var lease = await far.ExpectMsgAsync<Lease>();
        await TickAsync(run);

        Time.Advance(16 * Each);
        await TickAsync(run);
        far.Ref.Tell(new Slept(0));
        Assert.IsType<Slept>(await far.ExpectMsgAsync<object>());
        Time.Advance(Each);
        await TickAsync(run);

        Assert.Equal(lease.Number, (await far.ExpectMsgAsync<Flush>()).Lease);
    }

    [Fact]
    public async Task What_a_lease_has_not_started_is_asked_back_when_a_slot_has_nothing_to_do()
    {
        var run = await BeginAsync(items: 40, slots: 2);
        var (first, one) = (await far.ExpectMsgAsync<Lease>(), far.LastSender);
        var (second, other) = (await far.ExpectMsgAsync<Lease>(), far.LastSender);
        Answer(other, second.First, second.Count, second.Number);
        var held = await far.ExpectMsgAsync<Lease>();
        Assert.InRange(held.Count, 2, 8);

        Answer(one, first.First, first.Count, first.Number);
        for (var left = 40 - 2 - held.Count; left > 0;)
        {
            var lease = await far.ExpectMsgAsync<Lease>();
            left -= lease.Count;
            Answer(one, lease.First, lease.Count, lease.Number);
        }

        await FenceAsync(run);
        await TickAsync(run);

        Assert.Equal(held.Number, (await far.ExpectMsgAsync<Flush>()).Lease);
        Assert.Equal(other, far.LastSender);
    }

    private async Task<IActorRef> BeginAsync(int items, int slots)
    {
        Elsewhere = (_, _, _, _) => new FarPlaces(far, slots);
        var task = Env.Task("far", (int x) => x);
        return (await RunAsync(Spec(task, concurrency: slots), task, [.. Enumerable.Range(0, items)])).Run;
    }

    private async Task<Lease> DoneAsync()
    {
        var lease = await far.ExpectMsgAsync<Lease>();
        Answer(far.LastSender, lease.First, lease.Count, lease.Number);
        return lease;
    }

    private void Answer(IActorRef slot, int first, int count, int lease)
    {
        var block = new PayloadBlock(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(1, count))}]"), count);
        slot.Tell(new LeaseDone(lease, new EncodedSegment(first, count, block, errors: null), null, 0, 0, count * Each, null, HasLeaked: false), far.Ref);
    }

    // A lease that has just begun is never cut.
    private async Task TickAsync(IActorRef run)
    {
        run.Tell(Pulse.Tick.Instance);
        run.Tell(Pulse.Tick.Instance);
        await FenceAsync(run);
    }
}
