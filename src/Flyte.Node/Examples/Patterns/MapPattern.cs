using Flyte.Actors;

namespace Flyte.Node.Examples.Patterns;

/// <summary>The same task for each item of a list.</summary>
internal static class MapPattern
{
    internal static void Add(TaskEnvironment env, FlyteTask<int, string> processItem)
    {
        // Flyte 1: map_task(process_item)(item=items). The first failure ends the map.
        env.Task("map_task", (int[] items) => processItem.Map(items).Values().ToList());

        // Flyte 2: list(flyte.map(process_item, items)). A failure stands in its slot.
        env.Task("map", (int[] items) => processItem.Map(items).Select(r => r.ValueOr($"Failed: {items[r.Index]}")).ToList());

        // Flyte 2: flyte.map(process_item, items, concurrency=5). Never more than five in flight.
        env.Task("map_concurrency", async (int[] items) =>
        {
            var lines = new List<string>();
            await foreach (var result in processItem.MapAsync(items, concurrency: 5))
            {
                lines.Add(result.ValueOr($"Failed: {items[result.Index]}"));
            }

            return lines;
        });
    }
}
