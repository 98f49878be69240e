using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>A body that ignores its cancellation is left behind: counted, its slot replaced, its late answer ignored.</summary>
public sealed class StubbornBodyTests : RuntimeTest
{
    private readonly SemaphoreSlim started = new(0);
    private readonly ManualResetEventSlim gate;
    private readonly TaskCompletionSource returned = new();
    private readonly FlyteTask<int, int> stubborn;

    public StubbornBodyTests()
        : base(VirtualScheduler.Config)
    {
        gate = Gate();
        stubborn = Env.Task("stubborn", (int n) =>
        {
            if (n != 0)
            {
                return n;
            }

            started.Release();
            gate.Wait(Limit);
            returned.SetResult();
            return -1;
        });
    }

    [Fact]
    public async Task A_body_that_ignores_its_timeout_is_left_behind_after_the_grace_and_the_others_go_on()
    {
        var timed = stubborn.With(o => o with { MaxRuntime = TimeSpan.FromSeconds(10), Retries = 3 });
        var (id, run) = await RunAsync(Spec(timed, concurrency: 1), timed, 0, 1, 2);
        Assert.True(await started.WaitAsync(Limit));
        var slot = await SlotAsync(run);
        Time.Advance(TimeSpan.FromSeconds(10));
        await FenceAsync(slot);

        Time.Advance(Grace);
        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal((ErrorCodes.MaxRuntimeExceeded, 1, "0"), (results[0].Error!.Code, results[0].Error!.Attempts, results[0].Error!.Input));
        Assert.Equal([1, 2], results.Skip(1).Select(r => r.Value));
        var info = await GetAsync(id);
        Assert.Equal((1, 1), (info.LeakedBodies, info.Slots));
        Assert.NotEqual(slot, await SlotAsync(run, number: 2));
    }

    [Fact]
    public async Task The_late_answer_of_a_body_that_was_left_behind_is_ignored()
    {
        var (id, run) = await RunAsync(Spec(stubborn, concurrency: 1), stubborn, 0, 1);
        Assert.True(await started.WaitAsync(Limit));
        Region.Tell(new AbortItem(id, 0, "enough"), TestActor);
        await GetAsync(id);
        await FenceAsync(await SlotAsync(run));
        Time.Advance(Grace);
        await ExpectMsgAsync<Done>(Limit);
        var (before, _) = await ReadAsync<int>(id);

        gate.Set();
        await returned.Task.WaitAsync(Limit);
        await FenceAsync(run);
        var (after, end) = await ReadAsync<int>(id);

        Assert.Equal(before, after);
        Assert.Equal((ErrorCodes.Aborted, RunPhase.Failed), (after[0].Error!.Code, end.Phase));
    }

    [Fact]
    public async Task An_aborted_run_ends_after_the_grace_although_a_body_goes_on()
    {
        var (id, run) = await RunAsync(Spec(stubborn, concurrency: 1), stubborn, 0, 1);
        Assert.True(await started.WaitAsync(Limit));
        await AskAsync<Done>(new AbortRun(id, "enough"));
        await FenceAsync(await SlotAsync(run));
        Assert.Equal(RunPhase.Running, (await GetAsync(id)).Phase);

        Time.Advance(Grace);
        var info = await EndAsync(id);

        Assert.Equal((RunPhase.Aborted, 2, 1), (info.Phase, info.Items.Aborted, info.LeakedBodies));
    }

    [Fact]
    public async Task An_abort_that_is_repeated_does_not_prolong_the_grace()
    {
        var (id, run) = await RunAsync(Spec(stubborn, concurrency: 1), stubborn, 0);
        Assert.True(await started.WaitAsync(Limit));
        var slot = await SlotAsync(run);
        await AskAsync<Done>(new AbortRun(id, "enough"));
        await FenceAsync(slot);
        Time.Advance(Grace / 2);
        await AskAsync<Done>(new AbortRun(id, "I said enough"));
        await FenceAsync(slot);

        Time.Advance(Grace / 2);
        await FenceAsync(slot);
        await FenceAsync(run);

        Assert.Equal(RunPhase.Aborted, (await GetAsync(id)).Phase);
        Assert.Equal("enough", (await ReadAsync<int>(id)).Results.Single().Error!.Message);
    }

    [Fact]
    public async Task A_body_that_survives_the_crash_of_its_item_actor_is_left_behind_too()
    {
        Rules = new LedgerRules(SystemRetries: 5);
        var (id, run) = await RunAsync(Spec(stubborn, concurrency: 1), stubborn, 0, 1);
        Assert.True(await started.WaitAsync(Limit));
        var slot = await SlotAsync(run);
        slot.Tell(Kill.Instance);
        await FenceAsync(slot);
        await FenceAsync(slot);

        Time.Advance(Grace);
        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal((ErrorCodes.WorkerLost, 1), (results[0].Error!.Code, results[1].Value));
        Assert.Equal(1, (await GetAsync(id)).LeakedBodies);
    }
}
