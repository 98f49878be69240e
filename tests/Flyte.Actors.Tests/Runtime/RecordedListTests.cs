using Akka.Actor;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Storage;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>The list shows what it has been told, whether or not the index has it yet.</summary>
public sealed class RecordedListTests : RuntimeTest
{
    public RecordedListTests()
        : base(VirtualScheduler.Config)
    {
    }

    [Fact]
    public async Task A_run_that_has_left_the_memory_before_its_end_is_written_is_listed_as_ended()
    {
        using var folder = new TempFolder();
        await using var store = (await StoreOpener.OpenAsync(FlyteStore.Sqlite(folder.File("flyte.db")), Durability.Normal).Soon())!;
        var recording = new Recording(
            null!, null!, new PayloadLimits(1000), _ => null, FailsWithoutTask: false, ResumesRuns: true, store.Runs, TimeSpan.FromDays(1), null!);
        var list = Sys.ActorOf(RecordedListActor.Props(recording));
        var id = new RunId("run-1");
        var run = new RunInfo
        {
            Id = id.Value,
            Task = "tests.step",
            Phase = RunPhase.Running,
            StartedAt = Sys.Scheduler.Now,
            Items = new ItemCounts(1, 0, 1, 0, 0, 0, 0, 0, MoreToCome: false),
            Concurrency = 1,
            Slots = 1,
        };
        list.Tell(new RunChanged(id, run));
        await FenceAsync(list);
        Time.Advance(TimeSpan.FromSeconds(1));
        await AwaitConditionAsync(async () => (await store.Runs.FindAsync(new RunQuery())).Count == 1, Limit, TimeSpan.FromMilliseconds(10));

        list.Tell(new RunChanged(id, run with { Phase = RunPhase.Succeeded, EndedAt = Sys.Scheduler.Now }));
        list.Tell(new TreeClosed(id));

        Assert.Equal(id.Value, Assert.Single(await ListAsync(list, RunPhase.Succeeded)).Id);
        Assert.Empty(await ListAsync(list, RunPhase.Running));
    }

    private async Task<IReadOnlyList<RunInfo>> ListAsync(IActorRef list, RunPhase phase)
    {
        list.Tell(new ListRuns(new RunQuery { Phase = phase }), TestActor);
        return (await ExpectMsgAsync<RunList>(Limit)).Runs;
    }
}
