using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>
/// The inputs of a run that is not recorded, kept for as long as its caller may be executed again, and shown as long to who asks for items;
/// their keys are made when the caller is.
/// </summary>
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
        var (first, page) = Find(index);
        return new ItemKey(page.Task.Name, page.Digest(index - first));
    }

    /// <summary>The page that an input is in, and the index of the first one there.</summary>
    internal (int First, InputPage Page) Find(int index)
    {
        var at = starts.BinarySearch(index);
        at = at >= 0 ? at : ~at - 1;
        return (starts[at], pages[at]);
    }
}
