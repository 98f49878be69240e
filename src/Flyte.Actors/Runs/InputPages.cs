using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>A page of inputs in its run.</summary>
/// <param name="first">The index of the first one.</param>
/// <param name="page">The inputs.</param>
/// <param name="queuedAt">When they were received.</param>
/// <param name="callersDeadline">When the item that called the run must be done, and all that it called.</param>
internal sealed class PageEntry(int first, InputPage page, DateTimeOffset queuedAt, DateTimeOffset? callersDeadline)
{
    internal int First { get; } = first;

    internal int End { get; } = first + page.Count;

    internal InputPage Page { get; } = page;

    internal DateTimeOffset? Deadline { get; } =
        page.Options.Deadline is { } limit && Timetable.Later(queuedAt, limit) is var own && !(callersDeadline < own) ? own : callersDeadline;

    internal int Undecided { get; set; } = page.Count;
}

/// <summary>The pages of a run that still have work in them, found by index.</summary>
internal sealed class InputPages
{
    private readonly List<PageEntry> pages = [];
    private int head;

    internal void Add(PageEntry page) => pages.Add(page);

    internal PageEntry Find(int index)
    {
        var (low, high) = (head, pages.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (pages[middle].First <= index)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return pages[low];
    }

    /// <summary>The page of an index; null when it has been let go.</summary>
    internal PageEntry? TryFind(int index) =>
        head < pages.Count && Find(index) is var page && page.First <= index && index < page.End ? page : null;

    /// <summary>Notes that items have ended; pages at the front without any others are let go.</summary>
    internal void Decide(int first, int count)
    {
        while (count > 0)
        {
            var page = Find(first);
            var part = Math.Min(count, page.End - first);
            page.Undecided -= part;
            first += part;
            count -= part;
        }

        while (head < pages.Count && pages[head].Undecided == 0)
        {
            pages[head++] = null!;
        }

        if (head > 64 && head > pages.Count / 2)
        {
            pages.RemoveRange(0, head);
            head = 0;
        }
    }
}
