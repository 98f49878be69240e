using Flyte.Actors.Threads;
using Xunit;

namespace Flyte.Actors.Tests.Threads;

public sealed class ElasticPoolTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ElasticPool pool = new(most: 512);

    [Fact]
    public async Task Sixty_four_blocking_jobs_run_at_once()
    {
        using var all = new Barrier(64);

        var jobs = Enumerable.Range(0, 64).Select(_ => Run(() => all.SignalAndWait(Limit))).ToArray();

        Assert.All(await Task.WhenAll(jobs).WaitAsync(Limit), Assert.True);
    }

    [Fact]
    public async Task Jobs_that_wait_for_one_another_run_although_every_idle_thread_has_been_woken_for_another_one()
    {
        for (var round = 0; round < 32; round++)
        {
            using var all = new Barrier(pool.Threads + 1);
            var jobs = Enumerable.Range(0, all.ParticipantCount).Select(_ => Run(() => all.SignalAndWait(Limit))).ToArray();

            Assert.All(await Task.WhenAll(jobs).WaitAsync(Limit), Assert.True);
        }
    }

    [Fact]
    public async Task Nested_jobs_that_block_on_one_another_do_not_deadlock()
    {
        int Nest(int depth) => depth == 0 ? 0 : 1 + Run(() => Nest(depth - 1)).GetAwaiter().GetResult();

        var jobs = Enumerable.Range(0, 10).Select(_ => Run(() => Nest(10))).ToArray();

        Assert.All(await Task.WhenAll(jobs).WaitAsync(Limit), depth => Assert.Equal(10, depth));
    }

    [Fact]
    public async Task Cheap_jobs_one_after_the_other_stay_on_few_threads()
    {
        for (var n = 0; n < 1000; n++)
        {
            Assert.Equal(n, await Run(() => n).WaitAsync(Limit));
        }

        Assert.InRange(pool.Threads, 1, 16);
    }

    [Fact]
    public async Task There_are_never_more_threads_than_allowed_and_the_rest_waits_its_turn()
    {
        using var small = new ElasticPool(most: 3);
        using var gate = new SemaphoreSlim(0);
        using var entered = new SemaphoreSlim(0);
        var (running, most) = (0, 0);
        var jobs = Enumerable.Range(0, 20).Select(_ => Run(small, () =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            entered.Release();
            var released = gate.Wait(Limit);
            Interlocked.Decrement(ref running);
            return released;
        })).ToArray();
        for (var i = 0; i < 20; i++)
        {
            Assert.True(await entered.WaitAsync(Limit));
            Assert.InRange(small.Threads, 1, 3);
            gate.Release();
        }

        Assert.All(await Task.WhenAll(jobs).WaitAsync(Limit), Assert.True);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task What_a_job_throws_comes_to_the_one_who_awaits_it_and_the_thread_goes_on()
    {
        await Assert.ThrowsAsync<FormatException>(() => Run<int>(() => throw new FormatException()).WaitAsync(Limit));
        await Assert.ThrowsAsync<FormatException>(() => pool.RunAsync<int>(async () =>
        {
            await Task.Yield();
            throw new FormatException();
        }).WaitAsync(Limit));

        Assert.Equal(7, await Run(() => 7).WaitAsync(Limit));
    }

    [Fact]
    public async Task A_job_that_runs_survives_the_disposal_and_a_new_one_is_refused()
    {
        using var gate = new ManualResetEventSlim();
        using var started = new SemaphoreSlim(0);
        var job = Run(() =>
        {
            started.Release();
            return gate.Wait(Limit);
        });
        Assert.True(await started.WaitAsync(Limit));

        pool.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Run(() => true));
        gate.Set();
        Assert.True(await job.WaitAsync(Limit));
    }

    public void Dispose() => pool.Dispose();

    private Task<T> Run<T>(Func<T> code) => Run(pool, code);

    private static async Task<T> Run<T>(ElasticPool pool, Func<T> code) => await pool.RunAsync(() => new ValueTask<T>(code()));

    private static void InterlockedMax(ref int place, int value)
    {
        for (var seen = Volatile.Read(ref place); value > seen; seen = Volatile.Read(ref place))
        {
            Interlocked.CompareExchange(ref place, value, seen);
        }
    }
}
