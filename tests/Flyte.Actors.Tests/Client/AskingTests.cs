using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Flyte.Actors.Client;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Threads;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>A question whose answer is lost is asked again, whatever it is.</summary>
public sealed class AskingTests : TestKit
{
    private static readonly RunId Run = new("run");

    private readonly ElasticPool pool = new(4);
    private readonly RunLinks links = new(TimeSpan.FromHours(1));
    private readonly TestProbe runs;
    private readonly ClientCore core;

    public AskingTests()
    {
        runs = CreateTestProbe();
        core = new ClientCore(Sys, new Doors(TestActor, runs, runs), TaskRegistry.Of([]), pool, links, 10, 10, Limits: null);
    }

    [Fact]
    public async Task A_run_that_is_gone_when_it_is_asked_again_was_purged_by_the_first_question()
    {
        var purged = Asking.AskAsync<Done>(core, new PurgeRun(Run), default);
        await runs.ExpectMsgAsync<PurgeRun>(Patience.Bound);
        await runs.ExpectMsgAsync<PurgeRun>(Patience.Bound);
        runs.Reply(RunRejected.Unknown(Run));

        Assert.Equal(Run, (await purged.Soon()).RunId);
    }

    [Fact]
    public async Task A_run_that_there_never_was_is_not_purged()
    {
        var purged = Asking.AskAsync<Done>(core, new PurgeRun(Run), default);
        await runs.ExpectMsgAsync<PurgeRun>(Patience.Bound);
        runs.Reply(RunRejected.Unknown(Run));

        await Assert.ThrowsAsync<RunRejectedException>(() => purged.Soon());
    }

    [Fact]
    public async Task An_order_to_run_something_again_is_repeated()
    {
        var order = new RerunRun(Run, new RerunSource(new RunId("before"), Recovers: false, [], new Dictionary<int, string>()), Name: null, Labels: null);
        var ordered = Asking.AskAsync<RunAccepted>(core, order, default);
        await runs.ExpectMsgAsync<RerunRun>(Patience.Bound);
        await runs.ExpectMsgAsync<RerunRun>(Patience.Bound);
        runs.Reply(new RunAccepted(Run, TestActor));

        Assert.Equal(Run, (await ordered.Soon()).RunId);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        links.Dispose();
        pool.Dispose();
    }
}
