using Akka.Actor;
using Akka.TestKit;
using Flyte.Actors.Cluster;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>The run's end of a slot on another node, between a run, a gate and a host that are the test.</summary>
public sealed class RemoteSlotTests : RuntimeTest
{
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromSeconds(1);

    private readonly SlotContext context = new(new RunId("run-1"), IsRecorded: false, ActorRefs.Nobody);
    private readonly Moving moving = new();
    private readonly FlyteTask<string, int> task;
    private readonly TestProbe run;
    private readonly TestProbe gate;
    private readonly TestProbe host;
    private readonly IActorRef slot;

    public RemoteSlotTests()
        : base(VirtualScheduler.Config)
    {
        task = Env.Task("length", (string text) => text.Length);
        (run, gate, host) = (CreateTestProbe("run"), CreateTestProbe("gate"), CreateTestProbe("host"));
        slot = run.ChildActorOf(RemoteSlotActor.Props(gate.Ref, context, new PayloadLimits(1024 * 1024), moving));
    }

    [Fact]
    public async Task The_gate_is_told_what_a_host_has_to_know_and_the_host_itself_no_more_than_it_needs()
    {
        Give(1, "one");
        var first = await gate.ExpectMsgAsync<ToHostedSlot>();
        await MeetAsync(seen: 1);
        slot.Tell(new Flush(1));
        var second = await host.ExpectMsgAsync<ToHostedSlot>();

        Assert.Equal((context, 1, 1), (first.Context, first.Number, ((Lease)first.Message).Number));
        Assert.Equal((null, 2, first.Slot, new Flush(1)), (second.Context, second.Number, second.Slot, second.Message));
    }

    [Fact]
    public async Task A_lease_travels_with_its_own_inputs_only_and_those_written()
    {
        var page = Page(task, [.. Enumerable.Range(0, 10).Select(n => $"text {n}")]);
        slot.Tell(new Lease(7, page, 3, 1003, 2, default, null, IsRecalled: true, EndsAtFailure: false));

        var sent = (Lease)(await gate.ExpectMsgAsync<ToHostedSlot>()).Message;

        Assert.Equal((7, 0, 1003, 2, 2, true), (sent.Number, sent.Offset, sent.First, sent.Count, sent.Page.Count, sent.IsRecalled));
        Assert.Equal("""["text 3","text 4"]"""u8.ToArray(), sent.Page.Block!.Json.ToArray());
    }

    [Fact]
    public async Task What_a_message_does_not_hold_goes_back_to_the_run()
    {
        var large = new string('x', PayloadLimits.Block);
        Give(1, large, large, large);

        var sent = (Lease)(await gate.ExpectMsgAsync<ToHostedSlot>()).Message;

        Assert.Equal((0, 1), (sent.First, sent.Count));
        Assert.Equal(new Progress(1, Finished: null, 1, 2), await run.ExpectMsgAsync<Progress>());
    }

    [Fact]
    public async Task What_was_not_seen_is_told_again_and_nothing_else()
    {
        Give(1, "one");
        slot.Tell(new Flush(1));
        await NumbersAsync(gate, 1, 2);

        Time.Advance(BeforeRepeat);
        await NumbersAsync(gate, 1, 2);
        await MeetAsync(seen: 1);
        Time.Advance(BeforeRepeat);
        await NumbersAsync(host, 2);
        await MeetAsync(seen: 2);
        Time.Advance(10 * BeforeRepeat);
        slot.Tell(new Flush(1));
        await NumbersAsync(host, 3);
    }

    [Fact]
    public async Task What_the_host_tells_the_run_hears_once_and_in_order()
    {
        Give(1, "one");
        foreach (var number in new[] { 2, 1, 1, 3, 2, 3, 2, 1 })
        {
            slot.Tell(new FromHostedSlot(number, new Slept(number)), host.Ref);
        }

        foreach (var heard in new[] { 1, 2, 3 })
        {
            Assert.Equal(heard, (await run.ExpectMsgAsync<Slept>()).Lease);
        }

        foreach (var seen in new[] { 0, 1, 1, 1, 2, 3, 3, 3 })
        {
            Assert.Equal(seen, (await host.ExpectMsgAsync<SlotSeen>()).Number);
        }

        await HearsNextAsync(9);
        Assert.Equal(slot, run.LastSender);
    }

    [Fact]
    public async Task A_lease_that_the_gate_knows_no_slot_for_is_refused()
    {
        Give(4, "one");
        var told = await gate.ExpectMsgAsync<ToHostedSlot>();

        gate.Reply(new SlotGone("another"));
        gate.Reply(new SlotGone(told.Slot));

        Assert.Equal(new Refused(4), await run.ExpectMsgAsync<Refused>());
    }

    [Fact]
    public async Task Who_loses_its_host_in_the_middle_of_a_lease_stops()
    {
        await run.WatchAsync(slot);
        Give(1, "one");
        await MeetAsync(seen: 1);

        Stop(host.Ref);

        await run.ExpectTerminatedAsync(slot);
    }

    [Fact]
    public async Task Who_loses_its_gate_before_it_knows_its_host_stops()
    {
        await run.WatchAsync(slot);
        Give(1, "one");
        await gate.ExpectMsgAsync<ToHostedSlot>();

        Stop(gate.Ref);

        await run.ExpectTerminatedAsync(slot);
    }

    [Fact]
    public async Task The_gate_may_go_when_the_host_is_known()
    {
        Give(1, "one");
        await MeetAsync(seen: 1);

        Watch(gate.Ref);
        Stop(gate.Ref);
        await ExpectTerminatedAsync(gate.Ref);

        await HearsNextAsync(1);
    }

    /// <summary>Nothing of it was begun: it costs no attempt.</summary>
    [Fact]
    public async Task A_lease_that_comes_after_the_host_has_gone_is_refused()
    {
        await AnsweredAsync();
        Stop(host.Ref);
        await FenceAsync(slot);

        Give(2, "two");

        Assert.Equal(new Refused(2), await run.ExpectMsgAsync<Refused>());
    }

    /// <summary>A host that drains goes when it has nothing in hand, and a lease may be on its way to it.</summary>
    [Fact]
    public async Task A_lease_that_has_crossed_the_farewell_of_its_host_is_refused()
    {
        await AnsweredAsync();
        Give(2, "two");
        var told = await host.ExpectMsgAsync<ToHostedSlot>();

        slot.Tell(new SlotGone(told.Slot), host.Ref);
        Stop(host.Ref);

        Assert.Equal(new Refused(2), await run.ExpectMsgAsync<Refused>());
    }

    [Fact]
    public async Task Its_end_closes_the_hosted_slot()
    {
        Give(1, "one");
        var told = await gate.ExpectMsgAsync<ToHostedSlot>();
        await MeetAsync(seen: 1);

        Sys.Stop(slot);

        Assert.Equal(new CloseSlot(told.Slot), await host.ExpectMsgAsync<CloseSlot>());
    }

    [Fact]
    public async Task Its_end_closes_the_hosted_slot_by_the_gate_when_it_does_not_know_it()
    {
        Give(1, "one");
        var told = await gate.ExpectMsgAsync<ToHostedSlot>();

        Sys.Stop(slot);

        Assert.Equal(new CloseSlot(told.Slot), await gate.ExpectMsgAsync<CloseSlot>());
    }

    [Fact]
    public async Task The_hosted_slot_of_a_run_that_moves_is_left_alone()
    {
        Watch(slot);
        Give(1, "one");
        await MeetAsync(seen: 1);

        moving.Set();
        Sys.Stop(slot);
        await ExpectTerminatedAsync(slot);

        host.Tell(new Slept(9));
        Assert.Equal(new Slept(9), await host.ExpectMsgAsync<object>());
    }

    private void Give(int number, params string[] inputs) =>
        slot.Tell(new Lease(number, Page(task, inputs), 0, 0, inputs.Length, default, null, IsRecalled: false, EndsAtFailure: false));

    private async Task MeetAsync(int seen)
    {
        slot.Tell(new SlotSeen(seen), host.Ref);
        await FenceAsync(slot);
    }

    private async Task AnsweredAsync()
    {
        Give(1, "one");
        await MeetAsync(seen: 1);
        slot.Tell(new FromHostedSlot(1, new LeaseDone(1, null, null, 0, 1, TimeSpan.Zero, null, HasLeaked: false)), host.Ref);
        await run.ExpectMsgAsync<LeaseDone>();
        await host.ExpectMsgAsync<SlotSeen>();
    }

    private async Task HearsNextAsync(int lease)
    {
        slot.Tell(new FromHostedSlot(lease == 1 ? 1 : 4, new Slept(lease)), host.Ref);
        Assert.Equal(lease, (await run.ExpectMsgAsync<Slept>()).Lease);
    }

    private static async Task NumbersAsync(TestProbe probe, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            Assert.Equal(number, (await probe.ExpectMsgAsync<ToHostedSlot>()).Number);
        }
    }
}
