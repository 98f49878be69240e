namespace Flyte.Actors;

/// <summary>Some items of a run, by index.</summary>
public sealed record ItemPage
{
    /// <summary>
    /// The items, each as it stood when the page was asked for. They are fewer than the limit where there are no more, or where their
    /// inputs, results and errors are larger than 4 MiB together, or 512 KiB of a run on another node.
    /// </summary>
    public required IReadOnlyList<RunItem> Items { get; init; }

    /// <summary>
    /// The index to go on from; null when no item of the phase that was asked for stood behind these. Items of a run that goes on
    /// change their phases from page to page.
    /// </summary>
    public int? Next { get; init; }
}
