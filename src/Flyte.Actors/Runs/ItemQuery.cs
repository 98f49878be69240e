namespace Flyte.Actors;

/// <summary>Which items of a run to list, by index.</summary>
public sealed record ItemQuery
{
    /// <summary>The most that a page can have.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Only items of that phase; all if null.</summary>
    public ItemPhase? Phase { get; init; }

    /// <summary>Only items from that index on: 0 for the first page, <see cref="ItemPage.Next"/> of the page before for a further one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int From
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(From), value, "Items are counted from 0.");
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
