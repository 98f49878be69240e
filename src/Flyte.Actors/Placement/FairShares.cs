namespace Flyte.Actors.Placement;

/// <summary>
/// Max-min fairness in whole slots: nobody can have more without somebody who has less, or as much, having less yet.
/// </summary>
internal static class FairShares
{
    /// <summary>Sets what each run should have of a budget.</summary>
    internal static void Aim(List<RunShare> shares, int budget)
    {
        var level = Highest(shares, budget, Part, Math.Min(budget + 1, shares.Max(share => share.Wish)));
        var left = (long)budget;
        foreach (var share in shares)
        {
            share.Target = Part(share, level);
            left -= share.Target;
        }

        // One more for some: for those who have it already, so that nothing moves, then for those who have least on all nodes.
        left = OneMore(shares, left, share => share.Granted > share.Target, level);
        OneMore(shares.FindAll(share => share.Target == level && share.Wish > level).OrderBy(share => share.Has), left, _ => true, level);
    }

    /// <summary>Raises grants to what they should be as far as slots are free, the lowest first.</summary>
    internal static void Raise(List<RunShare> shares, long free, Action<RunShare, int> grant)
    {
        var below = shares.FindAll(share => share.Granted < share.Target);
        if (below.Count == 0 || free <= 0)
        {
            return;
        }

        var most = (int)Math.Min(below.Max(share => share.Target), free + below.Max(share => share.Granted) + 1);
        var level = Highest(below, free, (share, level) => Math.Max(0, Math.Min(share.Target, level) - share.Granted), most);
        foreach (var share in below)
        {
            var to = Math.Max(share.Granted, Math.Min(share.Target, level));
            free -= to - share.Granted;
            grant(share, to);
        }

        foreach (var share in below.Where(share => share.Granted == level && share.Granted < share.Target).OrderBy(share => share.Has))
        {
            if (free-- <= 0)
            {
                return;
            }

            grant(share, level + 1);
        }
    }

    private static int Part(RunShare share, int level) => Math.Min(share.Wish, Math.Max(share.Floor, level));

    private static long OneMore(IEnumerable<RunShare> shares, long left, Func<RunShare, bool> whom, int level)
    {
        foreach (var share in left > 0 ? shares : [])
        {
            if (left > 0 && share.Target == level && share.Wish > level && whom(share))
            {
                share.Target++;
                left--;
            }
        }

        return left;
    }

    private static int Highest(List<RunShare> shares, long budget, Func<RunShare, int, int> part, int most)
    {
        var (low, high) = (0, most);
        while (low < high)
        {
            var middle = low + (int)(((long)high - low + 1) / 2);
            (low, high) = Sum(shares, part, middle) <= budget ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private static long Sum(List<RunShare> shares, Func<RunShare, int, int> part, int level)
    {
        var sum = 0L;
        foreach (var share in shares)
        {
            sum += part(share, level);
        }

        return sum;
    }
}
