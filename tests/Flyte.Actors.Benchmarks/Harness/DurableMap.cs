namespace Flyte.Actors.Benchmarks;

/// <summary>A recorded map as a user submits and reads it, as a subject.</summary>
internal static class DurableMap
{
    /// <summary>A map whose results of a hundred bytes come in the order of the inputs.</summary>
    public static Subject Of(FlyteRuntime flyte, FlyteTask<int, string> task, int[] items, int concurrency, string? @case) =>
        Subject.Of(Subject.Flyte, items.Length, concurrency, "", () => RunAsync(flyte, task, items, concurrency), Counted(Subject.Flyte, items.Length))
            with
        { Case = @case };

    /// <summary>Submits the map and reads its results.</summary>
    /// <returns>How many there were, each checked.</returns>
    public static async Task<int> RunAsync(FlyteRuntime flyte, FlyteTask<int, string> task, int[] items, int concurrency)
    {
        var run = await flyte.SubmitAsync(task.MapAsync(items, concurrency: concurrency));
        var count = 0;
        await foreach (var result in run.ResultsAsync())
        {
            var item = Padded.ItemOf(result.Value);
            if (result.Index != count || item != items[count])
            {
                throw new InvalidOperationException(
                    $"'flyte' returned item {result.Index} with the result of input {item} where item {count}, input {items[count]}, belongs.");
            }

            count++;
        }

        return count;
    }

    /// <summary>The check of a subject that looks at each result itself and returns their number.</summary>
    public static Action<int> Counted(string subject, int items) => count =>
    {
        if (count != items)
        {
            throw new InvalidOperationException($"'{subject}' did {count} items of {items}.");
        }
    };
}
