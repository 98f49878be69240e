namespace Flyte.Actors.Benchmarks;

/// <summary>Reads the arguments, runs what they name, and prints it.</summary>
internal static class CommandLine
{
    private const int GoalsReached = 0;
    private const int GoalsMissed = 1;
    private const int BadUsage = 2;

    /// <summary>Runs one benchmark, or all of them.</summary>
    /// <returns>0 when every goal was reached, 1 when one was missed, 2 when the arguments make no sense.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        // Standard output is for the JSON lines alone: whatever else is written there goes to standard error.
        var results = Console.Out;
        Console.SetOut(Console.Error);
        if (args is [ChildCommand.Verb, ..])
        {
            return await ChildCommand.RunAsync(args[1..], results);
        }

        if (!Settings.TryParse(args, out var settings, out var problem))
        {
            return await RefuseAsync(problem);
        }

        var chosen = BenchmarkRegistry.Choose(settings.Name);
        if (chosen.Count == 0)
        {
            return await RefuseAsync($"There is no benchmark '{settings.Name}'.");
        }

        await Console.Error.WriteLineAsync(Machine.Describe());
        var missed = 0;
        foreach (var benchmark in chosen)
        {
            missed += await RunAsync(benchmark, settings, results);
        }

        return missed == 0 ? GoalsReached : GoalsMissed;
    }

    /// <returns>How many goals were missed; a benchmark that fails misses one, and the others are run all the same.</returns>
    private static async Task<int> RunAsync(Benchmark benchmark, Settings settings, TextWriter results)
    {
        try
        {
            var report = await benchmark.RunAsync(settings);
            await Console.Error.WriteLineAsync(TextReport.Of(benchmark, report));
            await results.WriteAsync(JsonReport.Of(report));
            await results.FlushAsync();
            return report.Goals.Count(goal => !goal.IsReached);
        }
#pragma warning disable CA1031 // Whatever went wrong is told, and counts as a goal that was missed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"\n{benchmark.Name} FAILED: {e}\n");
            return 1;
        }
    }

    private static async Task<int> RefuseAsync(string problem)
    {
        await Console.Error.WriteLineAsync(problem);
        await Console.Error.WriteLineAsync(Settings.Usage);
        foreach (var benchmark in BenchmarkRegistry.All)
        {
            await Console.Error.WriteLineAsync($"  {benchmark.Name,-12} {benchmark.Work}");
        }

        return BadUsage;
    }
}
