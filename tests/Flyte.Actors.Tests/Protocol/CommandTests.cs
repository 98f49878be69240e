using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Protocol;

/// <summary>A run from its start to its end by messages alone; each may be repeated.</summary>
public sealed class CommandTests : RuntimeTest
{
    private readonly FlyteTask<int, int> square;

    public CommandTests() => square = Env.Task("square", (int n) => n * n);

    [Fact]
    public async Task A_start_is_accepted_and_a_repeated_one_is_the_same_run()
    {
        var spec = Spec(square) with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "a" } };

        var run = await StartAsync(spec);
        var again = await StartAsync(spec with { Labels = new Dictionary<string, string>(spec.Labels, StringComparer.Ordinal) });

        Assert.Equal(run, again);
        Assert.Single((await AskAsync<RunList>(new ListRuns(new RunQuery()))).Runs);
    }

    [Fact]
    public async Task A_start_of_a_run_that_is_there_with_other_content_is_refused()
    {
        var spec = Spec(square);
        await StartAsync(spec);

        var answer = await AskAsync<RunRejected>(new StartRun(spec with { FailFast = true }));

        Assert.Equal((RunRejected.Conflict, spec.Id), (answer.Code, answer.RunId));
        Assert.Contains($"'{spec.Id}'", answer.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_start_with_a_concurrency_that_is_none_is_refused(int concurrency)
    {
        var answer = await AskAsync<RunRejected>(new StartRun(Spec(square, concurrency)));

        Assert.Contains($"{concurrency}", answer.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Whatever_is_asked_of_a_run_that_is_not_there_is_answered(string question)
    {
        var id = new RunId("nobody");

        var answer = await AskAsync<RunRejected>(Ask(question, id));

        Assert.Equal((RunRejected.NotFound, id), (answer.Code, answer.RunId));
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Whatever_is_asked_of_a_run_that_has_ended_is_answered_and_changes_nothing(string question)
    {
        var (id, _) = await RunAsync(Spec(square), square, 1, 2, 3);
        var before = await EndAsync(id);

        Region.Tell(Ask(question, id), TestActor);
        Assert.IsNotType<RunRejected>(await ExpectMsgAsync<IRunMessage>(Limit));
        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal([1, 4, 9], results.Select(r => r.Value));
        var after = await GetAsync(id);
        Assert.Equal((before.Phase, before.Items, before.EndedAt), (after.Phase, after.Items, after.EndedAt));
    }

    public static TheoryData<string> Questions => [nameof(AddItems), nameof(ReadResults), nameof(GetRun), nameof(AbortRun), nameof(AbortItem), nameof(ResizeRun)];

    [Fact]
    public async Task A_page_of_inputs_says_from_where_to_go_on()
    {
        var spec = Spec(square);
        await StartAsync(spec);

        Assert.Equal(3, await AddAsync(spec.Id, 0, [0, 1, 2]));
        Assert.Equal(3, await AddAsync(spec.Id, 0, [0, 1, 2]));
        Assert.Equal(3, await AddAsync(spec.Id, 5, [5, 6]));
        Assert.Equal(5, await AddAsync(spec.Id, 1, [1, 2, 3, 4]));
        Assert.Equal(6, await AddAsync(spec.Id, 5, [5], isLast: true));
        Assert.Equal(6, await AddAsync(spec.Id, 6, [6, 7, 8]));

        Assert.Equal([0, 1, 4, 9, 16, 25], (await ReadAsync<int>(spec.Id)).Results.Select(r => r.Value));
    }

    [Fact]
    public async Task The_credit_asks_for_more_inputs_as_items_are_done()
    {
        var spec = Spec(square, concurrency: 2);
        await StartAsync(spec);
        var (next, credit, got) = (0, 1, 0);
        while (next < 500)
        {
            var count = Math.Clamp(credit - next, 0, 500 - next);
            if (count > 0)
            {
                Region.Tell(new AddItems(spec.Id, next, Page(square, [.. Enumerable.Range(next, count)]), IsLast: next + count == 500), Feeder);
                next += count;
            }

            var accepted = await Feeder.ExpectMsgAsync<ItemsAccepted>(Limit);
            (credit, got) = (Math.Max(credit, accepted.Credit), got + 1);
        }

        Assert.Equal(500, (await ReadAsync<int>(spec.Id)).Results.Count);
        Assert.True(got > 1);
    }

    [Fact]
    public async Task A_run_says_what_it_looks_like()
    {
        var (gate, started) = (Gate(), new SemaphoreSlim(0));
        var wait = Env.Task("wait", (int n) =>
        {
            started.Release();
            gate.Wait(Limit);
            return n;
        });
        var spec = Spec(wait, concurrency: 2) with { Name = "named" };
        var run = await StartAsync(spec);
        Assert.Equal(4, await AddAsync(spec.Id, 0, wait, [0, 1, 2, 3]));
        Assert.True(await started.WaitAsync(Limit) && await started.WaitAsync(Limit));
        await FenceAsync(run);

        var info = await GetAsync(spec.Id);

        Assert.Equal((spec.Id.Value, wait.Name, "named", RunPhase.Running, 2, 2), (info.Id, info.Task, info.Name, info.Phase, info.Concurrency, info.Slots));
        Assert.Equal(new ItemCounts(4, 2, 2, 0, 0, 0, 0, 0, MoreToCome: true), info.Items);
        Assert.Null(info.EndedAt);
    }

    [Fact]
    public async Task Who_asks_for_the_end_is_answered_at_the_end()
    {
        var spec = Spec(square);
        await StartAsync(spec);
        var waiting = CreateTestProbe();
        Region.Tell(new GetRun(spec.Id, AtEnd: true), waiting);
        Region.Tell(new GetRun(spec.Id, AtEnd: true), waiting);
        Assert.Equal(RunPhase.Running, (await GetAsync(spec.Id)).Phase);

        await AddAsync(spec.Id, 0, [1, 2], isLast: true);
        var status = await waiting.ExpectMsgAsync<RunStatus>(Limit);

        Assert.Equal((RunPhase.Succeeded, 2), (status.Info.Phase, status.Info.Items.Succeeded));
    }

    [Fact]
    public async Task Aborts_may_be_repeated()
    {
        var spec = Spec(square);
        await StartAsync(spec);

        await AskAsync<Done>(new AbortRun(spec.Id, "enough"));
        await AskAsync<Done>(new AbortRun(spec.Id, "again"));
        await AskAsync<Done>(new AbortItem(spec.Id, 0, "again"));

        var info = await EndAsync(spec.Id);
        Assert.Equal((RunPhase.Aborted, "enough"), (info.Phase, info.Error!.Message));
    }

    private Task<int> AddAsync(RunId id, int offset, int[] items, bool isLast = false) => AddAsync(id, offset, square, items, isLast);

    /// <summary>The answer that comes at once; later ones only tell of more credit.</summary>
    private async Task<int> AddAsync(RunId id, int offset, FlyteTask<int, int> task, int[] items, bool isLast = false)
    {
        var feeder = CreateTestProbe();
        Region.Tell(new AddItems(id, offset, Page(task, items), isLast), feeder);
        return (await feeder.ExpectMsgAsync<ItemsAccepted>(Limit)).Next;
    }

    private static IRunMessage Ask(string question, RunId id) => question switch
    {
        nameof(AddItems) => new AddItems(id, 0, null, IsLast: true),
        nameof(ReadResults) => new ReadResults(id, ReadOrder.Inputs, 0, 1, 0),
        nameof(GetRun) => new GetRun(id),
        nameof(AbortRun) => new AbortRun(id, "late"),
        nameof(AbortItem) => new AbortItem(id, 1, "late"),
        _ => new ResizeRun(id, 1),
    };
}
