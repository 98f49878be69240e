using Akka.Actor;
using Flyte.Actors.Hosting;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>A run that has ended leaves the memory a moment later. Whoever asks for it in that moment is answered all the same.</summary>
public sealed class LateQuestionTests : DurableTest
{
    private static readonly RunId Run = new(Id);

    private readonly FlyteTask<int, int> task;

    public LateQuestionTests() => task = Env.Task("task", (int x) => x);

    [Fact]
    public async Task A_tree_that_has_passed_a_question_on_stays_until_it_is_answered()
    {
        await using var flyte = await StartAsync().Soon();
        var region = await EndedAsync(flyte);
        var (tree, run) = await FindAsync(flyte, region);
        run.Suspend();

        var answer = region.Ask<RunStatus>(new GetRun(Run, AtEnd: true), Timeout.InfiniteTimeSpan);
        region.Tell(new TreeIdle(Run), tree);
        await FenceAsync(region);
        await FenceAsync(tree);
        run.Resume(causedByFailure: null);

        Assert.Equal(RunPhase.Succeeded, (await answer.Soon()).Info.Phase);
    }

    [Fact]
    public async Task A_question_that_is_lost_with_its_run_is_asked_again()
    {
        await using var flyte = await StartAsync().Soon();
        var (_, run) = await FindAsync(flyte, await EndedAsync(flyte));
        run.Suspend();

        Assert.Equal(RunPhase.Succeeded, (await flyte.GetRun<int>(Id).WaitAsync().Soon()).Phase);
    }

    private async Task<IActorRef> EndedAsync(FlyteRuntime flyte)
    {
        await (await SubmitAsync(flyte, task.MapAsync([1, 2, 3]))).WaitAsync().Soon();
        return FlyteEngine.Of(flyte.System).Region;
    }

    // It may leave the memory while it is looked for.
    private static async Task<(IActorRef Tree, IInternalActorRef Run)> FindAsync(FlyteRuntime flyte, IActorRef region)
    {
        while (true)
        {
            await flyte.GetRun<int>(Id).GetInfoAsync().Soon();
            var tree = Children(region).FirstOrDefault(child => child.Path.Name.StartsWith("tree-", StringComparison.Ordinal));
            if (tree is not null && Children(tree).FirstOrDefault(child => child.Path.Name.StartsWith("run-", StringComparison.Ordinal)) is { } run)
            {
                return (tree, (IInternalActorRef)run);
            }
        }
    }

    private static IEnumerable<IActorRef> Children(IActorRef actor) => ((ActorRefWithCell)actor).Children;

    // Answered when all has been handled that was sent before, or nobody is there any more.
    private static async Task FenceAsync(IActorRef actor) => await actor.Ask<ActorIdentity>(new Identify("fence"), Timeout.InfiniteTimeSpan).Soon();
}
