using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>
/// The inputs of a run that is not recorded, kept for as long as its caller may be executed again; their keys are made when
/// that happens.
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
        var at = starts.BinarySearch(index);
        at = at >= 0 ? at : ~at - 1;
        return new ItemKey(pages[at].Task.Name, pages[at].Digest(index - starts[at]));
    }
}
