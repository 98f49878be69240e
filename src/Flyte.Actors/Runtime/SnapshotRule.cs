namespace Flyte.Actors.Runtime;

/// <summary>When a snapshot of a tree is made.</summary>
/// <param name="Least">
/// How many events have come since the one before, at least. To read 10,000 small ones takes a third of a second.
/// </param>
/// <param name="Share">
/// And for how many events that it has in it one must have come since. Each event is read once for it, whatever the share is; what is
/// written in all is about so many times the size of the last one.
/// </param>
/// <param name="MaxBytes">Above this size none is made: it is one value of a row.</param>
internal sealed record SnapshotRule(int Least = 10_000, int Share = 8, int MaxBytes = 64 * 1024 * 1024)
{
    internal static SnapshotRule Default { get; } = new();

    /// <summary>The number of the event with which another one is due.</summary>
    /// <param name="covered">The number of the last event that is in the one before.</param>
    internal long Next(long covered) => covered + Math.Max(Least, covered / Share);
}
