using Flyte.Actors;

namespace Flyte.Node.Examples.Patterns;

/// <summary>Errors as results: what failed stands in its slot, the rest is done.</summary>
internal static class GatherErrorsPattern
{
    internal static void Add(TaskEnvironment env, FlyteTask<int, string> processItem)
    {
        // asyncio.gather(*[process_item(i) for i in items], return_exceptions=True)
        env.Task("gather_errors", async (int[] items) =>
        {
            var results = await Gather.ResultsAsync(items.Select(i => processItem.CallAsync(i)));
            var lines = new List<string>();
            for (var i = 0; i < results.Length; i++)
            {
                lines.Add(results[i].IsSuccess ? results[i].Value : $"Failed: {items[i]}");
            }

            return lines;
        });
    }
}
