using Flyte.Actors.Payloads;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>What an item is recognised by: its task and the digest of its input. Identical ones are interchangeable.</summary>
internal readonly record struct ItemKey(string Task, InputDigest Input);

/// <summary>The keys of a run's items, by index.</summary>
internal sealed class InputDigests
{
    private readonly List<ItemKey> keys = [];

    internal ItemKey this[int index] => keys[index];

    internal void Add(InputPage page)
    {
        for (var offset = 0; offset < page.Count; offset++)
        {
            keys.Add(new ItemKey(page.Task.Name, page.Digest(offset)));
        }
    }
}

/// <summary>
/// The successes that an earlier attempt at a run's parent recorded. The parent makes its calls again, in whatever order, and
/// each finds the result of an identical one; what was not called before runs.
/// </summary>
internal sealed class Recall
{
    private readonly Dictionary<ItemKey, Queue<ResultSegment>> recorded = [];

    /// <summary>Adds the successes of a run, and leaves what is there from earlier attempts and was not asked for since.</summary>
    internal void Add(IEnumerable<ResultSegment> results, InputDigests keys)
    {
        foreach (var segment in results)
        {
            for (var index = segment.First; index < segment.End; index++)
            {
                if (segment.ErrorAt(index) is null)
                {
                    Add(keys[index], segment.Slice(index, 1));
                }
            }
        }
    }

    internal ResultSegment? Take(ItemKey key) =>
        recorded.TryGetValue(key, out var results) && results.TryDequeue(out var result) ? result : null;

    private void Add(ItemKey key, ResultSegment result)
    {
        if (!recorded.TryGetValue(key, out var results))
        {
            recorded.Add(key, results = new Queue<ResultSegment>());
        }

        results.Enqueue(result);
    }
}
