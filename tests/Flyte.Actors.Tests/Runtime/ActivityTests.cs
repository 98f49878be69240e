using Akka.TestKit;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tests.Runs;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>What the slots of a run do and did, in virtual time; the slots are the test.</summary>
public sealed class ActivityTests : RuntimeTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestProbe far;

    public ActivityTests()
        : base(VirtualScheduler.Config) => far = CreateTestProbe("far");

    [Fact]
    public async Task A_lease_is_running_until_it_has_ended_and_told_from_then_on()
    {
        Elsewhere = (_, _, _, _) => new FarPlaces(far, 1);
        var task = Env.Task("far", (int x) => x);
        var start = Sys.Scheduler.Now;
        var (id, _) = await RunAsync(Spec(task, concurrency: 1), task, 7, 8);
        var lease = await far.ExpectMsgAsync<Lease>();
        Time.Advance(Second);

        var during = (await AskAsync<ActivityReport>(new GetActivity(id))).Activity;
        Assert.Empty(during.Spans);
        Assert.Equal(new RunningItem(0, "far-node", 1, 1, start), Assert.Single(during.Running));

        far.LastSender.Tell(new LeaseDone(lease.Number, Pages.Failure(Pages.Error(0)), null, 0, 0, Second, null, HasLeaked: false), far.Ref);
        await far.ExpectMsgAsync<Lease>();
        Time.Advance(Second);

        var after = (await AskAsync<ActivityReport>(new GetActivity(id))).Activity;
        Assert.Equal(new LeaseSpan("far-node", 1, 0, 1, 1, start, start + Second), Assert.Single(after.Spans));
        Assert.Equal(new RunningItem(1, "far-node", 1, 1, start + Second), Assert.Single(after.Running));
    }

    [Fact]
    public async Task What_a_lease_gave_back_was_not_done_by_it_and_one_that_was_lost_has_failed()
    {
        Elsewhere = (_, _, _, _) => new FarPlaces(far, 1);
        Rules = new(SystemRetries: 0);
        var task = Env.Task("far", (int x) => x);
        var (id, _) = await RunAsync(Spec(task, concurrency: 1), task, [.. Enumerable.Range(0, 100)]);
        await DoneAsync();
        var lease = await far.ExpectMsgAsync<Lease>();
        Assert.InRange(lease.Count, 3, 99);
        far.LastSender.Tell(new Progress(lease.Number, Pages.Values(lease.First, 1), lease.First + 2, lease.Count - 2), far.Ref);
        await FenceAsync(far.LastSender);
        Stop(far.LastSender);
        await far.ExpectMsgAsync<Lease>();

        var spans = (await AskAsync<ActivityReport>(new GetActivity(id))).Activity.Spans;

        Assert.Equal([(0, 1, 0), (lease.First, 2, 1)], spans.Select(span => (span.First, span.Count, span.Failed)));
    }

    private async Task DoneAsync()
    {
        var lease = await far.ExpectMsgAsync<Lease>();
        far.LastSender.Tell(
            new LeaseDone(lease.Number, Pages.Values(lease.First, lease.Count), null, 0, 0, TimeSpan.FromMilliseconds(lease.Count), null, HasLeaked: false), far.Ref);
    }
}
