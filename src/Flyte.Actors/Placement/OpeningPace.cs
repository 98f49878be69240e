namespace Flyte.Actors.Placement;

/// <summary>
/// How fast a run opens slots on many nodes: some at once, and the rest at a rate. Each new one gets a lease at once, and the first
/// ones are of one item, since nobody knows how long it takes.
/// </summary>
internal sealed class OpeningPace
{
    private const int AtOnce = 512;
    private const int PerSecond = 1000;

    private double may = AtOnce;
    private TimeSpan? before;

    /// <summary>Takes so many new slots, or as many as there may be now.</summary>
    internal int Take(int slots, TimeSpan now)
    {
        may = Math.Min(AtOnce, may + PerSecond * (now - (before ?? now)).TotalSeconds);
        before = now;
        var taken = Math.Clamp(slots, 0, (int)may);
        may -= taken;
        return taken;
    }
}
