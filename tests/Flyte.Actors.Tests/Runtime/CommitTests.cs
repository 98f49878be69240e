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

        Assert.Equal((0, RunPhase.Running), (batches.Info.Items.Succeeded, batches.Info.Phase));
        batches.Last.Record();
        var page = await ExpectMsgAsync<ResultPage>(Limit);

        Assert.Equal([4, 9, 16], page.Segments.SelectMany(Items<int>).Select(r => r.Value));
        Assert.Equal(RunPhase.Succeeded, page.End!.Phase);
        Assert.Equal(3, (await GetAsync(id)).Items.Succeeded);
    }

    [Fact]
    public async Task Completions_that_arrive_while_a_batch_is_in_flight_form_one_batch()
    {
        var id = Begin(Spec(square), square, [.. Enumerable.Range(0, 50)]);

        var (_, last) = await DoneAsync(id);

        Assert.Equal(50, last.Events.OfType<ItemsFinished>().Sum(e => e.Results.Count));
        Assert.IsType<RunEnded>(last.Events[^1]);
    }

    [Fact]
    public async Task Only_one_batch_of_a_run_is_in_flight()
    {
        var id = Begin(Spec(square), square, 1, 2, 3);
        var first = await journal.NextAsync();
        await ReturnedAsync(id);

        Assert.False(journal.HasNext);
        Assert.IsType<RunStarted>(Assert.Single(first.Events));
        first.Record();
        Assert.Equal(first.Number + 1, (await journal.NextAsync()).Number);
    }

    [Fact]
    public async Task A_commit_that_is_told_twice_or_is_of_another_batch_changes_nothing()
    {
        var id = Begin(Spec(square), square, 1, 2, 3);
        var first = await journal.NextAsync();
        await ReturnedAsync(id);
        first.ReplyTo.Tell(new Committed(first.Number + 1), TestActor);
        first.Record();
        first.Record();
        var second = await journal.NextAsync();

        Assert.Equal(0, (await GetAsync(id)).Items.Succeeded);
        second.Record();
        Assert.Equal(3, (await EndAsync(id)).Items.Succeeded);
    }

    [Fact]
    public async Task Items_start_before_their_inputs_are_committed()
    {
        var started = new TaskCompletionSource();
        var eager = Env.Task("eager", (int n) => started.TrySetResult() ? n : -n);
        Begin(Spec(eager), eager, 1);

        await started.Task.WaitAsync(Limit);

        Assert.Single((await journal.NextAsync()).Events);
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
        var (_, last) = await DoneAsync(id);

        last.Record();
        var status = await ExpectMsgAsync<RunStatus>(Limit);

        Assert.Equal(RunPhase.Succeeded, status.Info.Phase);
        Assert.NotNull(status.Info.EndedAt);
    }

    // What is accepted is recorded: nobody can wait for that here.
    private RunId Begin<TIn, TOut>(RunSpec spec, FlyteTask<TIn, TOut> task, params TIn[] items)
    {
        Region.Tell(new StartRun(spec), CreateTestProbe());
        Region.Tell(new AddItems(spec.Id, 0, Page(task, items), IsLast: true), Feeder);
        return spec.Id;
    }

    /// <summary>Records the first batch once all items are back, and returns the second, which holds all the rest.</summary>
    private async Task<(RunInfo Info, HeldBatch Last)> DoneAsync(RunId id)
    {
        var first = await journal.NextAsync();
        await ReturnedAsync(id);
        first.Record();
        var last = await journal.NextAsync();
        return (await InfoAsync(id), last);
    }

    private async Task ReturnedAsync(RunId id) => await AwaitConditionAsync(
        async () => await InfoAsync(id) is { Items: { Running: 0, Queued: 0 } }, Limit, TimeSpan.FromMilliseconds(10));

    // Asked by an own probe, so that what comes to the test's reader meanwhile stays in its order.
    private async Task<RunInfo> InfoAsync(RunId id)
    {
        var probe = CreateTestProbe();
        Region.Tell(new GetRun(id), probe);
        return (await probe.ExpectMsgAsync<RunStatus>(Limit)).Info;
    }
}
