using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>Small runs of a runtime, and one that has more work than there are processors.</summary>
/// <param name="flyte">Who runs them.</param>
/// <param name="small">The task of the small ones.</param>
/// <param name="huge">The task of the huge one, which calls <see cref="Work"/>.</param>
/// <param name="count">How many small runs there are.</param>
/// <param name="concurrency">How many items the huge one has in flight.</param>
internal sealed class Crowd(FlyteRuntime flyte, FlyteTask<int, int> small, FlyteTask<int, int> huge, int count, int concurrency)
{
    public const int Callers = 8;

    private const int Settled = 4000;
    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);
    private static int worked;

    private readonly long[] ticks = new long[count];
    private readonly List<double> speedsAlone = [];
    private readonly List<double> speedsBeside = [];

    /// <summary>What part of its own speed the huge run has beside the small ones.</summary>
    public double Share => Measurement.Median(speedsBeside) / Measurement.Median(speedsAlone);

    /// <summary>A millisecond of a processor, for it cannot be had for less.</summary>
    public static int Work(int item)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Busy)
        {
            Thread.SpinWait(20);
        }

        Interlocked.Increment(ref worked);
        return item;
    }

    public Percentiles Percentiles() => Benchmarks.Percentiles.Of([.. ticks]);

    /// <summary>Runs the small ones, so many at a time.</summary>
    /// <returns>How many there were, each checked.</returns>
    public async Task<int> SmallAsync()
    {
        var next = -1;
        var done = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(CallAsync)));
        return done.Sum();

        async Task<int> CallAsync()
        {
            var own = 0;
            for (var item = Interlocked.Increment(ref next); item < count; item = Interlocked.Increment(ref next))
            {
                var began = Stopwatch.GetTimestamp();
                own += await flyte.RunAsync(small, item) == item ? 1 : 0;
                ticks[item] = Stopwatch.GetTimestamp() - began;
            }

            return own;
        }
    }

    /// <summary>Runs the small ones while the huge one goes on.</summary>
    /// <returns>How many there were, each checked.</returns>
    public Task<int> BesideAsync() => WithHugeAsync(SmallAsync, speedsBeside);

    /// <summary>Runs the huge one for a while.</summary>
    public Task<int> AloneAsync() => WithHugeAsync(async () =>
    {
        await Task.Delay(Window);
        return count;
    }, speedsAlone);

    private async Task<int> WithHugeAsync(Func<Task<int>> meanwhile, List<double> speeds)
    {
        Volatile.Write(ref worked, 0);
        var run = await flyte.SubmitAsync(huge.MapAsync(Enumerable.Range(0, int.MaxValue).Select(item => item), concurrency));
        while (Volatile.Read(ref worked) < Settled)
        {
            await Task.Delay(1);
        }

        var (before, began) = (Volatile.Read(ref worked), Stopwatch.GetTimestamp());
        var done = await meanwhile();
        speeds.Add((Volatile.Read(ref worked) - before) / Stopwatch.GetElapsedTime(began).TotalSeconds);
        await run.AbortAsync();
        await run.WaitAsync();
        return done;
    }
}
