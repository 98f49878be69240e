namespace Flyte.Actors.Placement;

/// <summary>
/// When a run thinks again about where its items go: from time to time, and soon when it could use more or gets less than it
/// wishes; but a plan may take two messages for each node, so that there is a pause after each.
/// </summary>
internal sealed class PlanRhythm
{
    /// <summary>How often a run thinks again though it has heard nothing.</summary>
    internal static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a gate tells all nodes about itself.</summary>
    internal static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PausePerNode = TimeSpan.FromMilliseconds(2);

    private TimeSpan? planned;

    /// <summary>Whether a plan is to be made soon, so that it is not asked for again.</summary>
    internal bool IsDue { get; private set; }

    /// <summary>Asks for a plan; returns how long it is until then, and zero when it may be made now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="nodes">How many nodes the run may have to tell.</param>
    internal TimeSpan Ask(TimeSpan now, int nodes)
    {
        var pause = nodes * PausePerNode > ShortestPause ? nodes * PausePerNode : ShortestPause;
        var left = planned + pause - now ?? TimeSpan.Zero;
        IsDue = true;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Notes that a plan is made.</summary>
    internal void OnPlan(TimeSpan now) => (planned, IsDue) = (now, false);
}
