using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>A run whose task no node has: it waits and says so, or fails when that has been so for long.</summary>
public sealed class MissingTaskTests : RuntimeTest
{
    private const string Reason = "No node has it.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private FarPlaces? places;

    public MissingTaskTests()
        : base(VirtualScheduler.Config)
    {
    }

    [Fact]
    public async Task It_waits_and_says_so()
    {
        var (id, run) = await BeginAsync();
        await PassAsync(run, 100 * Patience);

        var info = await GetAsync(id);

        Assert.Equal((RunPhase.Running, Reason), (info.Phase, info.Notice));
    }

    [Fact]
    public async Task It_fails_with_the_reason_where_that_is_the_setting()
    {
        FailsWithoutTaskAfter = Patience;
        var (id, run) = await BeginAsync();
        await PassAsync(run, Patience - TimeSpan.FromSeconds(1));
        Assert.Equal(RunPhase.Running, (await GetAsync(id)).Phase);

        await PassAsync(run, TimeSpan.FromSeconds(1));
        var info = await EndAsync(id);

        Assert.Equal((RunPhase.Failed, ErrorCodes.UnknownTask, Reason, 3), (info.Phase, info.Error!.Code, info.Error.Message, info.Items.Done));
    }

    [Fact]
    public async Task A_node_that_had_it_for_a_moment_begins_the_time_anew()
    {
        FailsWithoutTaskAfter = Patience;
        var (id, run) = await BeginAsync();
        await PassAsync(run, Patience / 2);
        places!.Obstacle = null;
        await PassAsync(run, TimeSpan.Zero);
        places.Obstacle = Reason;
        await PassAsync(run, TimeSpan.Zero);

        await PassAsync(run, Patience - TimeSpan.FromSeconds(1));

        Assert.Equal(RunPhase.Running, (await GetAsync(id)).Phase);
    }

    private async Task<(RunId Id, IActorRef Run)> BeginAsync()
    {
        Elsewhere = (_, _, _, _) => places = new FarPlaces(Feeder, slots: 0) { Obstacle = Reason };
        var task = Env.Task("far", (int x) => x);
        var begun = await RunAsync(Spec(task), task, 1, 2, 3);
        await FenceAsync(begun.Run);
        return begun;
    }

    private async Task PassAsync(IActorRef run, TimeSpan time)
    {
        Time.Advance(time);
        run.Tell(new Beat());
        await FenceAsync(run);
    }

    private sealed record Beat : IPlaceMessage;
}
