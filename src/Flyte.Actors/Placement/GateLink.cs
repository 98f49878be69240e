namespace Flyte.Actors.Placement;

/// <summary>What a run and a node's gate have told each other: the run's last wish, and what it was granted.</summary>
internal sealed class GateLink
{
    private TimeSpan toldAt;
    private long grantVersion;
    private long answered;
    private int granted;
    private int toldHas;
    private long version;

    /// <summary>How many slots the run wished for last.</summary>
    internal int Wished { get; private set; }

    /// <summary>Whether it said that it has none anywhere else.</summary>
    internal bool NeedsOne { get; private set; }

    /// <summary>How many it may have there: what it was granted, unless it wishes for fewer by now.</summary>
    internal int Granted => Math.Min(granted, Wished);

    /// <summary>Whether the gate has heard of the last wish.</summary>
    internal bool IsAnswered => answered == version;

    /// <summary>Whether the gate has heard a later wish than the last one: that of a home which the run had before, and whose clock was ahead.</summary>
    internal bool IsOvertaken => answered > version;

    /// <summary>Whether the gate grants less than is wished, as far as it has answered.</summary>
    internal bool IsLacking => IsAnswered && granted < Wished;

    /// <summary>Whether neither has anything of the other.</summary>
    internal bool IsUnused => Wished == 0 && granted == 0;

    /// <summary>
    /// Whether a wish has to be told: one that is another, one that was overtaken, one that was not answered for a while, and of what the run
    /// has elsewhere only what makes a difference.
    /// </summary>
    internal bool IsNews(SlotWish wish, int has, TimeSpan now) =>
        wish.Slots != Wished
        || wish.NeedsOne != NeedsOne
        || IsOvertaken
        || (now - toldAt >= PlanRhythm.Beat && (!IsAnswered || (IsLacking && Math.Abs(has - toldHas) > 1 + toldHas / 4)));

    /// <summary>Notes what the gate is told.</summary>
    /// <param name="wish">The wish.</param>
    /// <param name="has">How many slots the run has on all nodes.</param>
    /// <param name="wishVersion">Higher than that of the wishes before.</param>
    /// <param name="now">When it is told.</param>
    internal void Tell(SlotWish wish, int has, long wishVersion, TimeSpan now) =>
        (Wished, NeedsOne, toldHas, version, toldAt) = (wish.Slots, wish.NeedsOne, has, wishVersion, now);

    /// <summary>Notes what the gate tells; what it told before and comes late changes nothing.</summary>
    internal void Hear(int slots, long version, long wishVersion)
    {
        answered = Math.Max(answered, wishVersion);
        if (version > grantVersion)
        {
            (grantVersion, granted) = (version, slots);
        }
    }

    /// <summary>A node as the run sees it.</summary>
    internal NodeView Show(NodeView node) => node with { Granted = granted, Wished = Wished, IsAnswered = IsAnswered };
}
