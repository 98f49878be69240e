using Akka.Actor;
using Akka.TestKit;
using Flyte.Actors.Cluster;
using Flyte.Actors.Placement;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tests.Runs;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>A gate between runs and watchers that are the test.</summary>
public sealed class GateTests : RuntimeTest
{
    private const int Capacity = 4;
    private const int CpuCapacity = 3;

    private static readonly TimeSpan BetweenReports = PlanRhythm.BetweenReports;

    private readonly IActorRef gate;

    public GateTests()
        : base(VirtualScheduler.Config + "\nakka.actor.serialize-messages = off", ClusterConfig.Of(new FlyteCluster { Port = 0 }))
    {
        gate = Sys.ActorOf(GateActor.Props(new GateSettings("node:1", Capacity, CpuCapacity, TimeSpan.FromSeconds(10), ["words.count", "words.hash"], (_, _) => ActorProps.Of(() => new Silent())) { CpuTasks = ["words.hash"] }), "gate");
    }

    [Fact]
    public async Task A_run_is_granted_what_it_wishes_as_far_as_there_is()
    {
        var run = CreateTestProbe();

        Assert.Equal((3, 7), await WishAsync(run, 3, version: 7));
        Assert.Equal((Capacity, 8), await WishAsync(run, 9, version: 8));
        Assert.Equal((0, 9), await WishAsync(run, 0, version: 9));
    }

    [Fact]
    public async Task Grants_are_of_the_node_and_later_ones_have_higher_versions()
    {
        var run = CreateTestProbe();
        var grants = new List<SlotsGranted>();
        for (var version = 1; version <= 3; version++)
        {
            gate.Tell(new SlotsWished(version, NeedsOne: false, version), run.Ref);
            grants.Add(await run.ExpectMsgAsync<SlotsGranted>());
        }

        Assert.All(grants, grant => Assert.Equal("node:1", grant.Node));
        Assert.True(grants[0].Version < grants[1].Version && grants[1].Version < grants[2].Version);
    }

    [Fact]
    public async Task A_wish_that_is_repeated_is_answered_as_before_and_an_older_one_changes_nothing()
    {
        var run = CreateTestProbe();
        gate.Tell(new SlotsWished(3, NeedsOne: false, 5), run.Ref);
        var first = await run.ExpectMsgAsync<SlotsGranted>();

        gate.Tell(new SlotsWished(3, NeedsOne: false, 5), run.Ref);
        gate.Tell(new SlotsWished(1, NeedsOne: false, 4), run.Ref);

        Assert.Equal(first, await run.ExpectMsgAsync<SlotsGranted>());
        Assert.Equal(first, await run.ExpectMsgAsync<SlotsGranted>());
    }

    [Fact]
    public async Task Two_runs_share_and_the_one_that_is_left_gets_all()
    {
        var (one, two) = (CreateTestProbe(), CreateTestProbe());
        Assert.Equal((Capacity, 1), await WishAsync(one, 9));
        gate.Tell(new SlotsWished(9, NeedsOne: false, 1), two.Ref);

        await UntilGrantedAsync(one, Capacity / 2);
        await UntilGrantedAsync(two, Capacity / 2);
        Stop(one.Ref);
        await UntilGrantedAsync(two, Capacity);
    }

    [Fact]
    public async Task A_slot_that_a_run_gives_up_is_another_one_s_only_when_it_is_gone()
    {
        var ((one, slot), two) = (Run(), CreateTestProbe());
        gate.Tell(new SlotsWished(9, NeedsOne: false, 1), one.Ref);
        await UntilGrantedAsync(one, Capacity);
        var slots = new List<IActorRef>();
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            slots.Add(await OpenAsync(slot, name));
        }

        gate.Tell(new SlotsWished(9, NeedsOne: false, 1), two.Ref);
        Assert.Equal(0, (await two.ExpectMsgAsync<SlotsGranted>()).Slots);
        await CloseAsync(slots[0], "a");
        await CloseAsync(slots[1], "b");

        await UntilGrantedAsync(two, 2);
    }

    [Fact]
    public async Task A_slot_beside_a_run_is_another_one_s_only_when_it_is_gone_too()
    {
        var (one, two) = (CreateTestProbe(), CreateTestProbe());
        await WishAsync(one, 9);
        gate.Tell(new SlotsBeside(Capacity), one.Ref);

        gate.Tell(new SlotsWished(9, NeedsOne: false, 1), two.Ref);
        Assert.Equal(0, (await two.ExpectMsgAsync<SlotsGranted>()).Slots);
        gate.Tell(new SlotsBeside(Capacity / 2), one.Ref);

        await UntilGrantedAsync(two, Capacity / 2);
    }

    [Fact]
    public async Task Of_two_runs_the_one_that_has_less_elsewhere_gets_the_odd_slot_and_all_hear_what_is_fair()
    {
        var (all, one, two, three, watcher) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        await WishAsync(all, 9);
        gate.Tell(new SlotsBeside(Capacity), all.Ref);
        foreach (var (run, has) in new[] { (one, 30), (two, 20), (three, 10) })
        {
            gate.Tell(new SlotsWished(9, NeedsOne: false, 1, has), run.Ref);
        }

        await WishAsync(all, 0, version: 2);
        gate.Tell(new SlotsBeside(0), all.Ref);
        await UntilGrantedAsync(three, 2);
        gate.Tell(WatchGate.Instance, watcher.Ref);

        Assert.Equal(20, (await watcher.ExpectMsgAsync<GateReport>()).Fair);
    }

    [Fact]
    public async Task Tasks_that_compute_have_slots_of_their_own()
    {
        var (waits, computes, watcher) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Assert.Equal((Capacity, 1), await WishAsync(waits, 9));

        gate.Tell(new SlotsWished(9, NeedsOne: false, 1, Has: 7, Task: "words.hash"), computes.Ref);
        Assert.Equal(CpuCapacity, (await computes.ExpectMsgAsync<SlotsGranted>()).Slots);
        gate.Tell(WatchGate.Instance, watcher.Ref);

        var report = await watcher.ExpectMsgAsync<GateReport>();
        Assert.Equal((Capacity, 0), (report.Capacity, report.Free));
        Assert.Equal((CpuCapacity, 0, 7, "words.hash"), (report.Cpu!.Capacity, report.Cpu.Free, report.Cpu.Fair, Assert.Single(report.Cpu.Tasks)));
    }

    [Fact]
    public async Task What_a_run_that_computes_had_before_it_wished_counts_with_its_kind()
    {
        var ((computes, slot), watcher) = (Run(), CreateTestProbe());
        await OpenAsync(slot, "a");
        await OpenAsync(slot, "b");

        gate.Tell(new SlotsWished(2, NeedsOne: false, 1, Task: "words.hash"), computes.Ref);
        Assert.Equal(2, (await computes.ExpectMsgAsync<SlotsGranted>()).Slots);
        gate.Tell(WatchGate.Instance, watcher.Ref);

        var report = await watcher.ExpectMsgAsync<GateReport>();
        Assert.Equal((Capacity, CpuCapacity - 2), (report.Free, report.Cpu!.Free));
    }

    [Fact]
    public async Task A_slot_is_hosted_from_its_first_message_on_and_only_once()
    {
        var (_, slot) = Run();
        var hosted = await OpenAsync(slot, "a");

        gate.Tell(Told("a", 1, Context), slot.Actor);
        gate.Tell(Told("a", 2, Context), slot.Actor);

        Assert.Equal(1, (await slot.Ear.ExpectMsgAsync<SlotSeen>()).Number);
        Assert.Equal(2, (await slot.Ear.ExpectMsgAsync<SlotSeen>()).Number);
        Assert.Equal(hosted, slot.Ear.LastSender);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task What_is_told_to_a_slot_that_it_does_not_know_is_answered_by_its_farewell(int number, bool hasContext)
    {
        var (_, slot) = Run();

        gate.Tell(Told("a", number, hasContext ? Context : null), slot.Actor);

        Assert.Equal(new SlotGone("a"), await slot.Ear.ExpectMsgAsync<SlotGone>());
    }

    [Fact]
    public async Task Who_watches_it_is_told_what_it_is_at_once_and_every_second()
    {
        var (watcher, run) = (CreateTestProbe(), CreateTestProbe());
        gate.Tell(WatchGate.Instance, watcher.Ref);
        Assert.Equal(Report(free: Capacity), Text(await watcher.ExpectMsgAsync<GateReport>()));

        await WishAsync(run, 3);
        Time.Advance(BetweenReports);

        Assert.Equal(Report(free: 1), Text(await watcher.ExpectMsgAsync<GateReport>()));
    }

    [Fact]
    public async Task A_gate_that_drains_grants_and_hosts_nothing_more_and_says_when_it_is_empty()
    {
        var (watcher, drainer) = (CreateTestProbe(), CreateTestProbe());
        var (run, slot) = Run();
        await WishAsync(run, 2);
        var hosted = await OpenAsync(slot, "a", lease: true);
        gate.Tell(WatchGate.Instance, watcher.Ref);
        await watcher.ExpectMsgAsync<GateReport>();

        gate.Tell(DrainGate.Instance, drainer.Ref);
        Assert.Equal(0, (await run.ExpectMsgAsync<SlotsGranted>()).Slots);
        Assert.Equal(Report(free: 0, isDraining: true), Text(await watcher.ExpectMsgAsync<GateReport>()));
        gate.Tell(Told("b", 1, Context), slot.Actor);
        Assert.Equal(new SlotGone("b"), await slot.Ear.ExpectMsgAsync<SlotGone>());
        Assert.Equal((0, 2), await WishAsync(run, 3, version: 2));

        Sys.Stop(hosted);
        await drainer.ExpectMsgAsync<GateDrained>();
    }

    [Fact]
    public async Task A_gate_that_hosts_nothing_is_drained_at_once()
    {
        gate.Tell(DrainGate.Instance, TestActor);

        await ExpectMsgAsync<GateDrained>();
    }

    [Fact]
    public async Task A_hosted_slot_that_nobody_wants_is_closed_by_its_name()
    {
        var (_, slot) = Run();
        var hosted = await OpenAsync(slot, "a");
        Watch(hosted);

        gate.Tell(new CloseSlot("a"), slot.Actor);
        gate.Tell(new CloseSlot("unknown"), slot.Actor);

        await ExpectTerminatedAsync(hosted);
    }

    // The system of a node waits for a moment when it ends.
    protected override void AfterAll()
    {
        var end = Sys.Terminate();
        while (!end.Wait(TimeSpan.FromMilliseconds(5)))
        {
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        base.AfterAll();
    }

    private static SlotContext Context => new(new RunId("run-1"), IsRecorded: true, Tree: null);

    private static string Report(int free, bool isDraining = false) => $"node:1 {Capacity} {free} {isDraining} words.count, words.hash";

    private static string Text(GateReport report) => $"{report.Node} {report.Capacity} {report.Free} {report.IsDraining} {string.Join(", ", report.Tasks)}";

    private static ToHostedSlot Told(string slot, int number, SlotContext? context, bool lease = false) => new(
        slot, context, number, lease ? new Lease(1, Pages.Of(1), 0, 0, 1, default, null, IsRecalled: false, EndsAtFailure: false) : new Flush(1));

    private async Task<(int Slots, long WishVersion)> WishAsync(TestProbe run, int slots, long version = 1)
    {
        gate.Tell(new SlotsWished(slots, NeedsOne: false, version), run.Ref);
        var grant = await run.ExpectMsgAsync<SlotsGranted>();
        return (grant.Slots, grant.WishVersion);
    }

    private static async Task UntilGrantedAsync(TestProbe run, int slots) =>
        await run.FishForMessageAsync<SlotsGranted>(grant => grant.Slots == slots);

    /// <summary>A run, and a slot of it: its child, by whose parent the gate knows the run.</summary>
    private (TestProbe Run, Slot Slot) Run()
    {
        var (run, ear) = (CreateTestProbe(), CreateTestProbe());
        return (run, new Slot(run.ChildActorOf(ActorProps.Of(() => new Ear(ear.Ref))), ear));
    }

    private async Task<IActorRef> OpenAsync(Slot slot, string name, bool lease = false)
    {
        gate.Tell(Told(name, 1, Context, lease), slot.Actor);
        await slot.Ear.ExpectMsgAsync<SlotSeen>();
        return slot.Ear.LastSender;
    }

    private async Task CloseAsync(IActorRef hosted, string name)
    {
        Watch(hosted);
        gate.Tell(new CloseSlot(name));
        await ExpectTerminatedAsync(hosted);
    }

    private sealed record Slot(IActorRef Actor, TestProbe Ear);

    private sealed class Ear(IActorRef probe) : UntypedActor
    {
        protected override void OnReceive(object message) => probe.Forward(message);
    }

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
