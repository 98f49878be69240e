using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>Runs subjects in turn: all once, then all again, so that what else the machine does meets them alike.</summary>
internal static class Rounds
{
    private const int Usual = 5;

    /// <summary>
    /// How long each subject runs before it counts. The compiler replaces code after many calls and a pause; what is done in a few
    /// large steps is called seldom, what is done in many small ones often, so that it is the time which is the same for all.
    /// </summary>
    private static readonly TimeSpan OwnWarmUp = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(IReadOnlyList<Subject> subjects, Settings settings)
    {
        await WarmUpAsync(subjects, settings.WarmUp);
        Measurement[] measurements = [.. subjects.Select(subject => new Measurement(subject))];
        for (var round = 0; round < (settings.Repetitions ?? Usual); round++)
        {
            await RoundAsync(subjects, measurements);
        }

        return measurements;
    }

    private static async Task WarmUpAsync(IReadOnlyList<Subject> subjects, int? wanted)
    {
        var started = Stopwatch.GetTimestamp();
        var spent = new TimeSpan[subjects.Count];
        var rounds = 0;
        while (wanted is { } number ? rounds < number : spent.Any(own => own < OwnWarmUp))
        {
            for (var i = 0; i < subjects.Count; i++)
            {
                if (wanted is not null || spent[i] < OwnWarmUp)
                {
                    var began = Stopwatch.GetTimestamp();
                    await RunAsync(subjects[i], null);
                    spent[i] += Stopwatch.GetElapsedTime(began);
                }
            }

            rounds++;
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Console.Error.WriteLineAsync(wanted is null
            ? FormattableString.Invariant($"warmed up for {seconds:0.0} s, {OwnWarmUp.TotalSeconds:0} s for each subject")
            : FormattableString.Invariant($"warmed up in {rounds} rounds, {seconds:0.0} s"));
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

        if (subject.Latency is { } latency)
        {
            measurement.Latencies.Add(latency());
        }
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
