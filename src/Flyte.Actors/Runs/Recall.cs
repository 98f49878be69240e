using Flyte.Actors.Payloads;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>What an item is recognised by: its task and the digest of its input. Identical ones are interchangeable.</summary>
internal readonly record struct ItemKey(string Task, InputDigest Input);

/// <summary>The inputs of a run, kept for as long as its caller may be executed again; their keys are made when that happens.</summary>
internal sealed class KeptInputs
{
    private readonly List<InputPage> pages = [];
    private readonly List<int> starts = [];
    private int end;

    internal void Add(InputPage page)
    {
        pages.Add(page);
        starts.Add(end);
        end += page.Count;
    }

    internal ItemKey KeyOf(int index)
    {
        var at = starts.BinarySearch(index);
        at = at >= 0 ? at : ~at - 1;
        return new ItemKey(pages[at].Task.Name, pages[at].Digest(index - starts[at]));
    }
}

/// <summary>
/// The successes that earlier attempts at a run's caller have recorded. The caller makes its calls again, in whatever order, and
/// each finds the result of an identical one; what was not called before runs.
/// </summary>
internal sealed class Recall
{
    private readonly Dictionary<ItemKey, Queue<ResultSegment>> recorded = [];
    private readonly List<(List<ResultSegment> Results, KeptInputs Inputs)> unread = [];

    /// <summary>Adds what a run has recorded. Nothing of it is looked at before it is asked for.</summary>
    internal void Add(IEnumerable<ResultSegment> results, KeptInputs? inputs)
    {
        if (inputs is not null)
        {
            unread.Add(([.. results], inputs));
        }
    }

    /// <summary>The recorded results of a page's items, each once.</summary>
    internal IEnumerable<ResultSegment> TakeAll(PageEntry page)
    {
        for (var index = page.First; index < page.End; index++)
        {
            if (Take(new ItemKey(page.Page.Task.Name, page.Page.Digest(index - page.First))) is { } recorded)
            {
                yield return recorded.MoveTo(index);
            }
        }
    }

    private ResultSegment? Take(ItemKey key)
    {
        foreach (var (results, inputs) in unread)
        {
            Read(results, inputs);
        }

        unread.Clear();
        return recorded.TryGetValue(key, out var found) && found.TryDequeue(out var result) ? result : null;
    }

    private void Read(List<ResultSegment> results, KeptInputs inputs)
    {
        foreach (var segment in results)
        {
            for (var index = segment.First; index < segment.End; index++)
            {
                if (segment.ErrorAt(index) is not null)
                {
                    continue;
                }

                var key = inputs.KeyOf(index);
                if (!recorded.TryGetValue(key, out var found))
                {
                    recorded.Add(key, found = new Queue<ResultSegment>());
                }

                found.Enqueue(segment.Slice(index, 1));
            }
        }
    }
}
