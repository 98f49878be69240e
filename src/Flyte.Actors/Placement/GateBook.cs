namespace Flyte.Actors.Placement;

/// <summary>
/// The books of one node's gate: what runs wish of its slots, what they have in use, and what each is granted. Shares are max-min
/// fair; a slot that a run is to give up counts as taken until it is gone; and nothing is granted beyond the capacity but the one
/// slot without which a run would have none anywhere.
/// </summary>
/// <param name="capacity">The slots of the node.</param>
/// <param name="version">Grants have higher versions than this: it is above those of all gates that the node had before.</param>
internal sealed class GateBook(int capacity, long version = 0)
{
    private readonly Dictionary<string, RunShare> shares = new(StringComparer.Ordinal);
    private readonly GoneRuns gone = new();
    private readonly List<RunShare> order = [];
    private List<RunShare> changed = [];
    private List<RunShare> untold = [];
    private long lastVersion = version;
    private long wished;
    private long held;
    private long waiting;
    private bool isScarce;

    internal int Capacity { get; private set; } = capacity;

    internal bool IsDraining { get; private set; }

    internal GateLoad Load => new(Capacity, (int)Math.Clamp(Budget - held, 0, int.MaxValue), order.Count, IsDraining, Fair());

    private long Budget => IsDraining ? 0 : Capacity + waiting;

    /// <summary>Notes how many slots a run could use; 0 when it goes.</summary>
    /// <param name="runKey">The run.</param>
    /// <param name="slots">The slots, in all.</param>
    /// <param name="wishVersion">Higher than that of its wishes before: an older one changes nothing.</param>
    /// <param name="needsOne">Whether the run has no slot on any other node.</param>
    /// <param name="has">How many slots it has on all nodes: of several who could have one more, it goes to who has least.</param>
    /// <returns>Whether it was news; it is answered by a grant then, else by <see cref="GrantOf"/>.</returns>
    internal bool Wish(string runKey, int slots, long wishVersion, bool needsOne = false, int has = 0)
    {
        if (wishVersion <= (shares.TryGetValue(runKey, out var known) ? known.WishVersion : gone.VersionOf(runKey)))
        {
            return false;
        }

        var share = known ?? Open(runKey);
        (share.WishVersion, share.Has) = (wishVersion, has);
        SetWish(share, Math.Max(0, slots), needsOne);
        Tell(share);
        return true;
    }

    /// <summary>Notes that a run was lost with its node: it wishes nothing more until it is heard of again.</summary>
    internal void Forget(string runKey)
    {
        if (shares.TryGetValue(runKey, out var share))
        {
            SetWish(share, 0, needsOne: false);
        }
    }

    /// <summary>Notes how many slots of a run exist.</summary>
    internal void Note(string runKey, int inUse)
    {
        if (shares.ContainsKey(runKey) || inUse > 0)
        {
            Change(
                shares.GetValueOrDefault(runKey) ?? Open(runKey),
                share => (share.InUse, share.Waiting) = (Math.Max(0, inUse), Math.Clamp(share.Waiting, 0, Math.Max(0, inUse))));
        }
    }

    /// <summary>Notes how many bodies in a run's slots wait for what they called themselves: others run meanwhile.</summary>
    internal void Waiting(string runKey, int bodies)
    {
        if (shares.TryGetValue(runKey, out var share))
        {
            Change(share, s => s.Waiting = Math.Clamp(bodies, 0, s.InUse));
        }
    }

    /// <summary>Whether a run may have one slot more than it has.</summary>
    internal bool MayOpen(string runKey) => shares.TryGetValue(runKey, out var share) && share.InUse < share.Granted;

    /// <summary>What a run has been granted, to be told again; as of the last <see cref="TakeChanges"/>.</summary>
    internal Grant GrantOf(string runKey) => shares.TryGetValue(runKey, out var share)
        ? new Grant(runKey, share.Granted, share.Version, share.WishVersion)
        : new Grant(runKey, 0, lastVersion, gone.VersionOf(runKey));

    internal void Resize(int slots)
    {
        Capacity = slots;
        isScarce = true;
    }

    /// <summary>Takes all grants back, and makes no more.</summary>
    internal void Drain()
    {
        IsDraining = true;
        isScarce = true;
    }

    /// <summary>The grants that are to be told: those that changed, and the answers to new wishes.</summary>
    internal IReadOnlyList<Grant> TakeChanges()
    {
        Settle();
        var told = new List<Grant>(untold.Count);
        foreach (var share in untold)
        {
            share.IsUntold = false;
            share.Version = ++lastVersion;
            told.Add(new Grant(share.Key, share.Granted, share.Version, share.WishVersion));
        }

        untold = [];
        order.RemoveAll(Close);
        return told;
    }

    private int? Fair()
    {
        var lacking = order.FindAll(share => share.Granted < share.Wish);
        return isScarce && !IsDraining && lacking.Count > 0 ? (int)Math.Ceiling(lacking.Average(share => share.Has)) : null;
    }

    private void Settle()
    {
        (var some, changed) = (changed, []);
        some.ForEach(share => share.HasChanged = false);
        if (isScarce || wished > Budget)
        {
            some = order;
        }

        if (some.Count == 0)
        {
            return;
        }

        Aim(some);
        foreach (var share in some)
        {
            if (share.Granted > share.Target)
            {
                Grant(share, share.Target);
            }
            else if (share.Granted < share.Target)
            {
                Grant(share, Math.Max(share.Granted, Math.Min(share.Target, Math.Max(share.InUse, share.Floor))));
            }
        }

        FairShares.Raise(some, Budget - held, Grant);
        isScarce = some.Exists(share => share.Granted < share.Wish);
    }

    private void Aim(List<RunShare> some)
    {
        if (!IsDraining && wished > Budget)
        {
            FairShares.Aim(some, (int)Math.Min(Budget, int.MaxValue));
            return;
        }

        some.ForEach(share => share.Target = IsDraining ? 0 : share.Wish);
    }

    private RunShare Open(string runKey)
    {
        var share = new RunShare(runKey) { WishVersion = gone.VersionOf(runKey) };
        shares.Add(runKey, share);
        order.Add(share);
        return share;
    }

    private bool Close(RunShare share)
    {
        if (!share.IsGone)
        {
            return false;
        }

        gone.Add(share.Key, share.WishVersion);
        return shares.Remove(share.Key);
    }

    private void SetWish(RunShare share, int slots, bool needsOne) =>
        Change(share, s => (s.Wish, s.NeedsOne) = (slots, needsOne));

    private void Grant(RunShare share, int slots)
    {
        if (slots != share.Granted)
        {
            held -= share.Held;
            share.Granted = slots;
            held += share.Held;
            Tell(share);
        }
    }

    private void Tell(RunShare share)
    {
        if (!share.IsUntold)
        {
            share.IsUntold = true;
            untold.Add(share);
        }
    }

    private void Change(RunShare share, Action<RunShare> change)
    {
        (wished, held, waiting) = (wished - share.Wish, held - share.Held, waiting - share.Waiting);
        change(share);
        (wished, held, waiting) = (wished + share.Wish, held + share.Held, waiting + share.Waiting);
        if (!share.HasChanged)
        {
            share.HasChanged = true;
            changed.Add(share);
        }
    }
}
