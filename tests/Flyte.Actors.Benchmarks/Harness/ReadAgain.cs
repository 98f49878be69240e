namespace Flyte.Actors.Benchmarks;

/// <summary>Whether a store really holds what was recorded: one runtime records a map and ends, another reads it.</summary>
internal static class ReadAgain
{
    private const string Id = "again";

    public static async Task<Goal> GoalAsync(FlyteOptions options, int items, int concurrency)
    {
        var environment = new TaskEnvironment("benchmarks");
        var padded = environment.Task("padded", (int item) => Padded.Of(item));
        var map = padded.MapAsync(Check.Inputs(items), concurrency: concurrency);
        await using (var first = await FlyteRuntime.StartAsync(options, environment))
        {
            await (await first.SubmitAsync(map, new RunOptions { Id = Id })).WaitAsync();
        }

        await using var second = await FlyteRuntime.StartAsync(options, environment);
        var found = await CountAsync(second.GetRun<string>(Id));
        return new Goal(
            "results that another runtime reads from the same store", FormattableString.Invariant($"{found:#,0} of {items:#,0}"), found == items);
    }

    private static async Task<int> CountAsync(RunHandle<string> run)
    {
        var right = 0;
        try
        {
            await foreach (var result in run.ResultsAsync())
            {
                right += Padded.ItemOf(result.Value) == result.Index + 1 ? 1 : 0;
            }
        }
        catch (RunRejectedException)
        {
            // The store does not know the run: nothing of it was recorded.
        }

        return right;
    }
}
