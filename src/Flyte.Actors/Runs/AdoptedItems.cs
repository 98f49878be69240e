namespace Flyte.Actors.Runs;

/// <summary>Items that another node was executing when the run came here, and that it goes on with.</summary>
internal sealed class AdoptedItems(WorkQueue queue)
{
    /// <summary>Counts items as handed out; null when the run knows of them otherwise: they have ended, or wait for a retry.</summary>
    internal WorkRange? Take(int first, int count) =>
        queue.FindPage(first) is { } page && first + count <= page.End && queue.Adopt(first, count)
            ? new WorkRange(page, first, count, queue.AttemptsAt(first))
            : null;
}
