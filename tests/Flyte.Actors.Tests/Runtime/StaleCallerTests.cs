using Akka.TestKit;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>What a body still says that another one was executed instead of, elsewhere or at a later attempt, does not count.</summary>
public sealed class StaleCallerTests : RuntimeTest
{
    private readonly FlyteTask<int, int> held;

    public StaleCallerTests()
    {
        var gate = Gate();
        held = Env.Task("held", (int n) => gate.Wait(Limit) ? n : -1);
    }

    [Fact]
    public async Task Who_has_not_started_a_run_below_an_item_neither_stops_nor_feeds_it_in_its_callers_name()
    {
        var (child, caller) = await CallAsync();
        var stranger = CreateTestProbe();

        foreach (var message in new IRunMessage[]
        {
            new AbortRun(child.Id, "Its caller was cancelled.", IsCallers: true), new AbortItem(child.Id, 0, "No more.", IsCallers: true), new AddItems(child.Id, 1, Page(held, 2), IsLast: true),
        })
        {
            Region.Tell(message, stranger);
            Assert.Equal(RunRejected.NotFound, (await stranger.ExpectMsgAsync<RunRejected>(Limit)).Code);
        }

        Region.Tell(new ForgetRun(child.Id), stranger);
        Region.Tell(new StartRun(child with { ParentAttempt = 1 }), stranger);
        Assert.Equal(RunRejected.NotFound, (await stranger.ExpectMsgAsync<RunRejected>(Limit)).Code);
        Region.Tell(new GetRun(child.Id), caller);
        var info = ((RunStatus)await caller.FishForMessageAsync(message => message is RunStatus, Limit)).Info;
        Assert.Equal((RunPhase.Running, 1, 1), (info.Phase, info.Items.Total, info.Items.Running));
    }

    [Fact]
    public async Task Anybody_looks_at_a_run_below_an_item_and_changes_it_in_his_own_name()
    {
        var (child, _) = await CallAsync();
        var stranger = CreateTestProbe();

        Region.Tell(new GetRun(child.Id), stranger);
        await stranger.ExpectMsgAsync<RunStatus>(Limit);
        Region.Tell(new ResizeRun(child.Id, 2), stranger);
        await stranger.ExpectMsgAsync<Done>(Limit);
        Region.Tell(new AbortRun(child.Id, "enough"), stranger);
        await stranger.ExpectMsgAsync<Done>(Limit);
    }

    [Fact]
    public async Task A_body_that_is_executed_at_the_same_attempt_elsewhere_takes_its_runs_over()
    {
        var (child, caller) = await CallAsync();
        var next = CreateTestProbe();

        Region.Tell(new StartRun(child), next);
        Region.Tell(new AbortRun(child.Id, "Its caller was cancelled.", IsCallers: true), caller);

        await caller.FishForMessageAsync(message => message is RunRejected { Code: RunRejected.NotFound }, Limit);
    }

    [Fact]
    public async Task What_comes_from_a_caller_that_is_asked_about_is_kept_until_it_counts_or_not()
    {
        var (child, callers, parent) = (Child(new RunId("run")), new TreeCallers(), CreateTestProbe());
        var (one, other) = (CreateTestProbe(), CreateTestProbe());
        callers.Ask(new StartRun(child), one, parent);
        callers.Ask(new StartRun(child), other, parent);
        var read = new ReadResults(child.Id, ReadOrder.Completed, 0, 1, 0);

        Assert.True(callers.Holds(read, one));
        Assert.False(callers.Holds(read, parent));
        var check = await parent.ExpectMsgAsync<CheckCaller>(Limit);
        Assert.Equal((child.Parent!.Value, 0), (check.RunId, check.Start.Spec.ParentItem));
        Assert.Equal([check.Start, read], callers.Take(new CallerChecked(check.RunId, check.Start, one, IsExecutedThere: true)));
        Assert.Empty(callers.Take(new CallerChecked(check.RunId, check.Start, other, IsExecutedThere: false)));
        Assert.False(callers.Holds(read, one));
    }

    private static RunSpec Child(RunId parent) => new() { Id = parent.Child(0, "held_map-0"), Concurrency = 4, Parent = parent, ParentAttempt = 2 };

    private async Task<(RunSpec Child, TestProbe Caller)> CallAsync()
    {
        var (id, _) = await RunAsync(Spec(held), held, 0);
        var child = Child(id) with { Task = held.Name, Options = held.Options };
        var caller = CreateTestProbe();
        Region.Tell(new StartRun(child, First: new AddItems(child.Id, 0, Page(held, 1), IsLast: false)), caller);
        await caller.FishForMessageAsync(message => message is RunAccepted, Limit);
        Region.Tell(new GetRun(child.Id), caller);
        await caller.FishForMessageAsync(message => message is RunStatus { Info.Items.Running: 1 } || Again(child.Id, caller), Limit);
        return (child, caller);
    }

    private bool Again(RunId id, TestProbe caller)
    {
        Region.Tell(new GetRun(id), caller);
        return false;
    }
}
