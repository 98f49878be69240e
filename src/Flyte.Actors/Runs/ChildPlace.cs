using System.Globalization;

namespace Flyte.Actors.Runs;

/// <summary>A run's place among those that the items of a run have called.</summary>
/// <param name="Item">The item.</param>
/// <param name="Key">What the run is called below it.</param>
internal readonly record struct ChildPlace(int Item, string Key) : IComparable<ChildPlace>
{
    public int CompareTo(ChildPlace other) => Item != other.Item ? Item.CompareTo(other.Item) : string.CompareOrdinal(Key, other.Key);

    public static bool operator <(ChildPlace left, ChildPlace right) => left.CompareTo(right) < 0;

    public static bool operator >(ChildPlace left, ChildPlace right) => left.CompareTo(right) > 0;

    public static bool operator <=(ChildPlace left, ChildPlace right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ChildPlace left, ChildPlace right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Item}/{Key}");

    internal static ChildPlace? TryParse(ReadOnlySpan<char> text)
    {
        var slash = text.IndexOf('/');
        return slash > 0
            && int.TryParse(text[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var item)
            && text[(slash + 1)..] is { Length: > 0 } key && !key.Contains('/')
            ? new ChildPlace(item, new string(key))
            : null;
    }

    /// <summary>The place of a run below another one; null when it was not called by an item of that one, or is its record of steps.</summary>
    internal static ChildPlace? Of(RunId run, RunId parent) =>
        run.Value.Length > parent.Value.Length + 1
        && run.Value[parent.Value.Length] == '/'
        && run.Value.StartsWith(parent.Value, StringComparison.Ordinal)
        && !run.IsTraces
            ? TryParse(run.Value.AsSpan(parent.Value.Length + 1))
            : null;
}
