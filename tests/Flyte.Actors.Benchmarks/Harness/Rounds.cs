using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>Runs subjects in turn: all once, then all again, so that what else the machine does meets them alike.</summary>
internal static class Rounds
{
    /// <summary>
    /// As many rounds as the compiler's last tier needs, which replaces code after many calls and a pause: before that, the peers
    /// whose libraries are not precompiled are up to six times slower.
    /// </summary>
    private const int WarmUpRounds = 15;

    private static readonly TimeSpan ShortestWarmUp = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(15);

    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(IReadOnlyList<Subject> subjects, Settings settings)
    {
        await WarmUpAsync(subjects, settings.WarmUp);
        Measurement[] measurements = [.. subjects.Select(subject => new Measurement(subject))];
        for (var round = 0; round < settings.Repetitions; round++)
        {
            await RoundAsync(subjects, measurements);
        }

        return measurements;
    }

    private static async Task WarmUpAsync(IReadOnlyList<Subject> subjects, int? wanted)
    {
        var started = Stopwatch.GetTimestamp();
        var rounds = 0;
        while (wanted is { } number ? rounds < number : !IsWarm())
        {
            await RoundAsync(subjects, null);
            rounds++;
        }

        await Console.Error.WriteLineAsync(FormattableString.Invariant(
            $"warmed up in {rounds} rounds, {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s"));

        bool IsWarm()
        {
            var elapsed = Stopwatch.GetElapsedTime(started);
            return elapsed >= LongestWarmUp || (rounds >= WarmUpRounds && elapsed >= ShortestWarmUp);
        }
    }

    private static async Task RoundAsync(IReadOnlyList<Subject> subjects, Measurement[]? measurements)
    {
        for (var i = 0; i < subjects.Count; i++)
        {
            await RunAsync(subjects[i], measurements?[i]);
        }
    }

    private static async Task RunAsync(Subject subject, Measurement? measurement)
    {
        Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        var check = await subject.RunAsync();
        var elapsed = Stopwatch.GetElapsedTime(started);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        check();
        if (measurement is null)
        {
            return;
        }

        measurement.Milliseconds.Add(elapsed.TotalMilliseconds);
        measurement.Bytes.Add(allocated);
        if (subject.IdealMs is { } ideal)
        {
            measurement.IdealMs.Add(ideal());
        }
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
