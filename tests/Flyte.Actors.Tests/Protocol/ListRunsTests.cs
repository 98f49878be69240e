using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Protocol;

/// <summary>Which runs there are, and which are forgotten.</summary>
public sealed class ListRunsTests : RuntimeTest
{
    private readonly FlyteTask<int, int> square;

    public ListRunsTests() => square = Env.Task("square", (int n) => n * n);

    [Fact]
    public async Task Runs_are_listed_newest_first_and_by_what_is_asked_for()
    {
        var other = Env.Task("other", (int n) => n);
        await RunAsync(Spec(square), square, 1);
        var (second, _) = await RunAsync(Spec(other) with { Name = "mine" }, other, 1);
        await StartAsync(Spec(square));
        await EndAsync(new RunId("run-1"));
        await EndAsync(second);

        Assert.Equal("run-3,run-2,run-1", await ListAsync(new RunQuery()));
        Assert.Equal("run-3", await ListAsync(new RunQuery { Limit = 1 }));
        Assert.Equal("run-3", await ListAsync(new RunQuery { Phase = RunPhase.Running }));
        Assert.Equal("run-2", await ListAsync(new RunQuery { Name = "mine" }));
        Assert.Equal("run-2", await ListAsync(new RunQuery { Task = other.Name }));
    }

    [Fact]
    public async Task A_forgotten_run_is_not_there_any_more()
    {
        var (id, run) = await RunAsync(Spec(square), square, 1);
        await EndAsync(id);
        await WatchAsync(run);

        Region.Tell(new ForgetRun(id), TestActor);
        Region.Tell(new ForgetRun(id), TestActor);
        await ExpectTerminatedAsync(run, Limit);
        await AwaitConditionAsync(async () => await ListAsync(new RunQuery()) == "", Limit, TimeSpan.FromMilliseconds(10));

        await AskAsync<RunRejected>(new GetRun(id));
    }

    [Fact]
    public async Task Of_the_runs_that_have_ended_so_many_are_kept_as_the_setting_says()
    {
        FinishedRunsKept = 2;
        for (var i = 0; i < 4; i++)
        {
            var (id, _) = await RunAsync(Spec(square), square, 1);
            await EndAsync(id);
        }

        await AwaitConditionAsync(async () => await ListAsync(new RunQuery()) == "run-4,run-3", Limit, TimeSpan.FromMilliseconds(10));
    }

    private async Task<string> ListAsync(RunQuery query) =>
        string.Join(',', (await AskAsync<RunList>(new ListRuns(query))).Runs.Select(r => r.Id));
}
