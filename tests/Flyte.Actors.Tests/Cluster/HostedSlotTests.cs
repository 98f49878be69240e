using Akka.Actor;
using Akka.TestKit;
using Flyte.Actors.Cluster;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Runs;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>The host's end of a slot, between a gate, a run on another node and an item actor that are the test.</summary>
public sealed class HostedSlotTests : RuntimeTest
{
    private static readonly TimeSpan CancelWhenLost = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromSeconds(1);

    private readonly TestProbe gate;
    private readonly TestProbe run;
    private readonly TestProbe item;
    private readonly IActorRef slot;
    private int told;

    public HostedSlotTests()
        : base(VirtualScheduler.Config)
    {
        (gate, run, item) = (CreateTestProbe("gate"), CreateTestProbe("run"), CreateTestProbe("item"));
        var settings = new GateSettings("node:1", 4, 2, CancelWhenLost, [], (_, _) => StandIn.Props(item.Ref));
        slot = gate.ChildActorOf(HostedSlotActor.Props("slot", run.Ref, settings, new SlotContext(new RunId("run"), IsRecorded: false, Tree: null), new HostedCalls()));
        gate.Watch(slot);
    }

    [Fact]
    public async Task What_the_run_tells_the_item_actor_hears_once_and_in_order()
    {
        foreach (var number in new[] { 2, 1, 1, 3, 2, 3, 1 })
        {
            slot.Tell(new ToHostedSlot("slot", Context: null, number, number == 1 ? Lease(1) : new Flush(number)), run.Ref);
        }

        Assert.Equal(1, (await item.ExpectMsgAsync<Lease>()).Number);
        Assert.Equal(new Flush(2), await item.ExpectMsgAsync<Flush>());
        foreach (var seen in new[] { 0, 1, 1, 1, 2, 3, 3 })
        {
            Assert.Equal(seen, (await run.ExpectMsgAsync<SlotSeen>()).Number);
        }

        Assert.Equal(new Flush(3), await item.ExpectMsgAsync<Flush>());
        slot.Tell(new ToHostedSlot("slot", Context: null, 4, new Flush(4)), run.Ref);
        Assert.Equal(new Flush(4), await item.ExpectMsgAsync<Flush>());
    }

    [Fact]
    public async Task What_the_item_actor_tells_is_told_to_the_run_until_it_has_seen_it()
    {
        await BeginAsync(1);
        Say(new Slept(1), new Slept(1), Done(1));
        await NumbersAsync(1, 2, 3);

        Time.Advance(BeforeRepeat);
        await NumbersAsync(1, 2, 3);
        await SeenAsync(2);
        Time.Advance(BeforeRepeat);
        await NumbersAsync(3);
        await SeenAsync(3);
        Time.Advance(10 * BeforeRepeat);
        await BeginAsync(2);
        Say(new Slept(2));
        await NumbersAsync(4);
    }

    [Fact]
    public async Task Nobody_but_the_item_actor_answers_for_it()
    {
        await BeginAsync(1);
        slot.Tell(Done(1), run.Ref);

        Say(new Slept(1));

        Assert.Equal(new FromHostedSlot(1, new Slept(1)), await run.ExpectMsgAsync<FromHostedSlot>());
    }

    [Fact]
    public async Task A_run_that_wants_no_more_of_it_has_the_body_cancelled_and_the_slot_is_in_use_until_that_has_ended()
    {
        await BeginAsync(1);

        slot.Tell(new CloseSlot("slot"), run.Ref);
        var cancel = await item.ExpectMsgAsync<Cancel>();
        slot.Tell(new ToHostedSlot("slot", Context: null, ++told, Lease(2)), run.Ref);
        slot.Tell(new CloseSlot("slot"), run.Ref);
        await FenceAsync(slot);
        Say(Done(1));

        Assert.Equal((1, 0, int.MaxValue, ErrorCodes.Aborted), (cancel.Lease, cancel.First, cancel.Count, cancel.Reason.Code));
        await gate.ExpectTerminatedAsync(slot);
        item.Tell(new Slept(9));
        Assert.Equal(new Slept(9), await item.ExpectMsgAsync<object>());
    }

    [Fact]
    public async Task A_slot_without_a_lease_is_gone_at_once_when_it_is_closed()
    {
        slot.Tell(new CloseSlot("slot"), run.Ref);

        await gate.ExpectTerminatedAsync(slot);
    }

    /// <summary>What it was at is no failure of the item: the run, if it lives, does it again.</summary>
    [Fact]
    public async Task A_run_whose_node_is_unreachable_for_too_long_costs_the_item_an_attempt_and_no_more()
    {
        await BeginAsync(1);
        slot.Tell(HostedSlotActor.PeerUnreachable.Instance);
        await FenceAsync(slot);

        Time.Advance(CancelWhenLost);
        var cancel = await item.ExpectMsgAsync<Cancel>();

        Assert.Equal((ErrorKind.System, ErrorCodes.WorkerLost, true), (cancel.Reason.Kind, cancel.Reason.Code, cancel.Reason.IsRecoverable));
        Say(Done(1));
        await gate.ExpectTerminatedAsync(slot);
    }

    [Fact]
    public async Task A_run_whose_node_is_reachable_again_in_time_changes_nothing()
    {
        await BeginAsync(1);
        for (var i = 0; i < 3; i++)
        {
            slot.Tell(HostedSlotActor.PeerUnreachable.Instance);
            await FenceAsync(slot);
            Time.Advance(CancelWhenLost - TimeSpan.FromTicks(1));
            slot.Tell(HostedSlotActor.PeerReachable.Instance);
            await FenceAsync(slot);
        }

        Time.Advance(10 * CancelWhenLost);
        Tell(new Flush(1));
        await item.ExpectMsgAsync<Flush>();
    }

    [Fact]
    public async Task What_the_run_has_not_seen_is_told_at_once_when_it_is_reachable_again()
    {
        await BeginAsync(1);
        Say(Done(1));
        await NumbersAsync(1);
        slot.Tell(HostedSlotActor.PeerUnreachable.Instance);

        slot.Tell(HostedSlotActor.PeerReachable.Instance);

        await NumbersAsync(1);
    }

    [Fact]
    public async Task A_run_that_ends_without_a_word_has_its_body_cancelled_after_a_while_whatever_becomes_of_its_node()
    {
        await BeginAsync(1);
        Watch(run.Ref);
        Stop(run.Ref);
        await ExpectTerminatedAsync(run.Ref);
        await FenceAsync(slot);

        slot.Tell(HostedSlotActor.PeerUnreachable.Instance);
        slot.Tell(HostedSlotActor.PeerReachable.Instance);
        await FenceAsync(slot);
        Time.Advance(CancelWhenLost);

        await item.ExpectMsgAsync<Cancel>();
        Say(Done(1));
        await gate.ExpectTerminatedAsync(slot);
    }

    [Fact]
    public async Task A_node_that_leaves_gives_back_what_is_not_started_and_goes_when_the_run_has_seen_the_rest()
    {
        await BeginAsync(1);

        slot.Tell(DrainGate.Instance, gate.Ref);
        Assert.Equal(new Flush(1), await item.ExpectMsgAsync<Flush>());
        Say(new Progress(1, null, 1, 4), Done(1));
        await NumbersAsync(1, 2);
        Tell(Lease(2));
        Assert.Equal(new Refused(2), (await run.ExpectMsgAsync<FromHostedSlot>()).Message);
        Assert.Equal(2, (await run.ExpectMsgAsync<SlotSeen>()).Number);
        await SeenAsync(2);
        Time.Advance(BeforeRepeat);
        await NumbersAsync(3);
        slot.Tell(new SlotSeen(3), run.Ref);

        Assert.Equal(new SlotGone("slot"), await run.ExpectMsgAsync<SlotGone>());
        await gate.ExpectTerminatedAsync(slot);
        item.Tell(new Slept(9));
        Assert.Equal(new Slept(9), await item.ExpectMsgAsync<object>());
    }

    [Fact]
    public async Task An_idle_slot_of_a_node_that_leaves_says_farewell()
    {
        slot.Tell(DrainGate.Instance, gate.Ref);

        Assert.Equal(new SlotGone("slot"), await run.ExpectMsgAsync<SlotGone>());
        await gate.ExpectTerminatedAsync(slot);
    }

    [Fact]
    public async Task A_slot_ends_with_its_item_actor()
    {
        await BeginAsync(1);

        Sys.Stop(item.LastSender);

        await gate.ExpectTerminatedAsync(slot);
    }

    private static Lease Lease(int number) => new(number, Pages.Of(5), 0, 0, 5, default, null, IsRecalled: false, EndsAtFailure: false);

    private static LeaseDone Done(int lease) => new(lease, null, null, 0, 5, TimeSpan.Zero, null, HasLeaked: false);

    private void Tell(IFlyteMessage message) => slot.Tell(new ToHostedSlot("slot", Context: null, ++told, message), run.Ref);

    private async Task BeginAsync(int lease)
    {
        Tell(Lease(lease));
        Assert.Equal(lease, (await item.ExpectMsgAsync<Lease>()).Number);
        Assert.Equal(told, (await run.ExpectMsgAsync<SlotSeen>()).Number);
    }

    private void Say(params ILeaseMessage[] messages) => Array.ForEach(messages, message => item.Reply(new StandIn.Say(message)));

    private async Task SeenAsync(int number)
    {
        slot.Tell(new SlotSeen(number), run.Ref);
        await FenceAsync(slot);
    }

    private async Task NumbersAsync(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            Assert.Equal(number, (await run.ExpectMsgAsync<FromHostedSlot>()).Number);
        }
    }

    /// <summary>In place of an item actor: a probe hears what it is told, and says what it says.</summary>
    private sealed class StandIn(IActorRef probe) : UntypedActor
    {
        internal static Props Props(IActorRef probe) => Flyte.Actors.Runtime.ActorProps.Of(() => new StandIn(probe));

        protected override void OnReceive(object message)
        {
            if (message is Say say)
            {
                Context.Parent.Tell(say.Message);
            }
            else
            {
                probe.Tell(message);
            }
        }

        internal sealed record Say(ILeaseMessage Message) : IFlyteMessage;
    }
}
