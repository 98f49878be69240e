using Flyte.Actors.Runs;

namespace Flyte.Actors;

/// <summary>Which of the runs that the items of a run have called to list.</summary>
public sealed record ChildQuery
{
    /// <summary>The most that a page can have.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Only what that item has called; what any has if null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int? Item
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Item), value, "Items are counted from 0.");
    }

    /// <summary>Null for the first page, <see cref="RunChildren.Next"/> of the page before for a further one.</summary>
    /// <exception cref="ArgumentException">The value is no such place.</exception>
    public string? After
    {
        get;
        init => field = value is null || ChildPlace.TryParse(value) is not null
            ? value
            : throw new ArgumentException($"'{value}' is no place in a list of child runs: give the Next of a page.", nameof(After));
    }

    /// <summary>At most so many; 100 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or above <see cref="MaxLimit"/>.</exception>
    public int Limit
    {
        get;
        init => field = value is > 0 and <= MaxLimit
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Limit), value, $"The limit is from 1 to {MaxLimit:N0}: go on from the Next of a page for more.");
    } = 100;
}

/// <summary>A page of the runs that the items of a run have called, by item and then by id.</summary>
public sealed record RunChildren
{
    /// <summary>The runs.</summary>
    public required IReadOnlyList<ChildRun> Children { get; init; }

    /// <summary>Where the next page begins, for <see cref="ChildQuery.After"/>; null when there is none.</summary>
    public string? Next { get; init; }
}

/// <summary>A run that an item has called: a map, or all its single calls together.</summary>
/// <param name="Item">The item's position among the inputs of the run above.</param>
/// <param name="Run">
/// What the run looks like. One whose caller has ended is over; it has no <see cref="RunInfo.EndedAt"/> where it ended only by that.
/// </param>
public sealed record ChildRun(int Item, RunInfo Run);
