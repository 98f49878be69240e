using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>Only what is committed is ever shown; what happens while a batch is in flight is the next batch.</summary>
public sealed class CommitTests : RuntimeTest
{
    private readonly HeldCommitter journal = new();
    private readonly FlyteTask<int, int> square;

    public CommitTests()
    {
        Committer = journal;
        square = Env.Task("square", (int n) => n * n);
    }

    [Fact]
    public async Task Results_are_visible_only_after_their_commit()
    {
        var id = Begin(Spec(square), square, 2, 3, 4);
        Region.Tell(new ReadResults(id, ReadOrder.Inputs, 0, 10, 0), TestActor);
        var batches = await DoneAsync(id);

        var before = await InfoAsync(id);
        Assert.Equal((0, RunPhase.Running), (before.Items.Succeeded, before.Phase));
        batches.ForEach(batch => batch.Record());
        var page = await ExpectMsgAsync<ResultPage>(Limit);

        Assert.Equal(4, Assert.IsType<ItemResult<int>>(page.Segments.SelectMany(Items<int>).First()).Value);
        Assert.Equal((3, RunPhase.Succeeded), await EndAsync(id) is var end ? (end.Items.Succeeded, end.Phase) : default);
    }

    [Fact]
    public async Task The_start_and_the_first_inputs_are_one_batch()
    {
        Begin(Spec(square), square, 2, 3, 4);

        var first = await journal.NextAsync();

        Assert.Collection(
            first.Events,
            e => Assert.IsType<RunStarted>(e),
            e => Assert.Equal(3, Assert.IsType<ItemsAdded>(e).Page.Count),
            e => Assert.IsType<InputsClosed>(e));
    }

    [Fact]
    public async Task Few_batches_of_a_run_are_in_flight_and_what_happens_meanwhile_forms_one()
    {
        var halt = new Halt();
        var held = Env.Task("held", async (int n) =>
        {
            await halt.PassAsync();
            return n;
        });
        var id = Begin(Spec(held), held, 1);
        for (var size = 11; size <= 17; size++)
        {
            Region.Tell(new ResizeRun(id, size), CreateTestProbe());
        }

        Assert.Equal(1, (await InfoAsync(id)).Items.Running);
        List<HeldBatch> inFlight = [await journal.NextAsync(), await journal.NextAsync(), await journal.NextAsync(), await journal.NextAsync()];
        Assert.False(journal.HasNext);
        inFlight[0].Record();
        var next = await journal.NextAsync();

        Assert.Equal([11, 12, 13], inFlight.Skip(1).Select(batch => Assert.IsType<RunResized>(Assert.Single(batch.Events)).Concurrency));
        Assert.Equal([14, 15, 16, 17], next.Events.Cast<RunResized>().Select(e => e.Concurrency));
    }

    [Fact]
    public async Task A_commit_that_is_told_twice_or_out_of_turn_changes_nothing()
    {
        var id = Begin(Spec(square), square, 1);
        var batches = await DoneAsync(id);
        Assert.Equal(2, batches.Count);

        batches[1].Record();
        batches[0].ReplyTo.Tell(new Committed(batches[1].Number + 1), TestActor);
        batches[0].Record();
        batches[0].Record();

        Assert.Equal(0, (await InfoAsync(id)).Items.Succeeded);
        batches[1].Record();
        Assert.Equal(1, (await EndAsync(id)).Items.Succeeded);
    }

    [Fact]
    public async Task Items_start_before_their_inputs_are_committed()
    {
        var started = new TaskCompletionSource();
        var eager = Env.Task("eager", (int n) => started.TrySetResult() ? n : -n);
        Begin(Spec(eager), eager, 1);

        await started.Task.WaitAsync(Limit);

        Assert.IsType<RunStarted>((await journal.NextAsync()).Events[0]);
    }

    [Fact]
    public async Task A_start_is_accepted_once_it_is_committed()
    {
        var spec = Spec(square);
        Region.Tell(new StartRun(spec), TestActor);
        Region.Tell(new GetRun(spec.Id), TestActor);

        await ExpectMsgAsync<RunStatus>(Limit);
        (await journal.NextAsync()).Record();
        await ExpectMsgAsync<RunAccepted>(Limit);
    }

    [Fact]
    public async Task Inputs_are_acknowledged_once_they_are_committed()
    {
        var spec = Spec(square);
        Region.Tell(new StartRun(spec), CreateTestProbe());
        Region.Tell(new AddItems(spec.Id, 0, Page(square, 1, 2, 3), IsLast: false), Feeder);
        var early = await Feeder.ExpectMsgAsync<ItemsAccepted>(Limit);
        Assert.Equal(0, early.Next);

        (await journal.NextAsync()).Record();
        (await journal.NextAsync()).Record();
        var accepted = await Feeder.FishForMessageAsync(m => m is ItemsAccepted { Next: 3 }, Limit);

        Assert.Equal(3, ((ItemsAccepted)accepted).Next);
    }

    [Fact]
    public async Task Who_waits_for_the_end_is_told_after_the_end_is_committed()
    {
        var id = Begin(Spec(square), square, 1);
        Region.Tell(new GetRun(id, AtEnd: true), TestActor);
        var batches = await DoneAsync(id);

        Assert.Equal(RunPhase.Running, (await InfoAsync(id)).Phase);
        batches.ForEach(batch => batch.Record());
        var status = await ExpectMsgAsync<RunStatus>(Limit);

        Assert.Equal(RunPhase.Succeeded, status.Info.Phase);
        Assert.NotNull(status.Info.EndedAt);
    }

    // What is accepted is recorded: nobody can wait for that here.
    private RunId Begin<TIn, TOut>(RunSpec spec, FlyteTask<TIn, TOut> task, params TIn[] items)
    {
        Region.Tell(new StartRun(spec, First: new AddItems(spec.Id, 0, Page(task, items), IsLast: true)), CreateTestProbe());
        return spec.Id;
    }

    /// <summary>All batches of a run, none of which is recorded: there are no more than may be in flight.</summary>
    private async Task<List<HeldBatch>> DoneAsync(RunId id)
    {
        var batches = new List<HeldBatch>();
        do
        {
            batches.Add(await journal.NextAsync());
        }
        while (batches[^1].Events[^1] is not RunEnded);

        Assert.All(batches, batch => Assert.Equal(id, batch.Run));
        return batches;
    }

    // Asked by an own probe, so that what comes to the test's reader meanwhile stays in its order.
    private async Task<RunInfo> InfoAsync(RunId id)
    {
        var probe = CreateTestProbe();
        Region.Tell(new GetRun(id), probe);
        return (await probe.ExpectMsgAsync<RunStatus>(Limit)).Info;
    }
}
