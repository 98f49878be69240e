namespace Flyte.Actors.Placement;

/// <summary>Spreads slots evenly by capacity, between bounds.</summary>
internal static class Spreading
{
    private const int Steps = 32;

    /// <summary>
    /// So many slots over nodes: each has at least the lower bound and at most the upper one, and between these all are filled to
    /// the same part of their capacity. The whole of it, or what the bounds allow.
    /// </summary>
    internal static int[] Fill(long slots, int[] capacities, int[] atLeast, int[] atMost)
    {
        var upper = Math.Min(Highest(capacities, atMost), (slots + 1.0) / capacities.DefaultIfEmpty(1).Min());
        if (Sum(upper, capacities, atLeast, atMost) > slots)
        {
            var lower = 0.0;
            for (var i = 0; i < Steps; i++)
            {
                var middle = (lower + upper) / 2;
                (lower, upper) = Sum(middle, capacities, atLeast, atMost) <= slots ? (middle, upper) : (lower, middle);
            }

            upper = lower;
        }

        var filled = new int[capacities.Length];
        for (var i = 0; i < filled.Length; i++)
        {
            filled[i] = At(upper, capacities[i], atLeast[i], atMost[i]);
            slots -= filled[i];
        }

        for (; slots > 0 && Emptiest(filled, capacities, atMost) is >= 0 and var next; slots--)
        {
            filled[next]++;
        }

        return filled;
    }

    /// <summary>Where the next slot is opened: of those that grant more than there are, the emptiest one for its size.</summary>
    internal static T? Next<T>(IEnumerable<T> places, Func<T, int> slots, Func<T, int> granted)
        where T : class =>
        places.Where(place => slots(place) < granted(place)).MinBy(place => (slots(place) + 1.0) / granted(place));

    private static double Highest(int[] capacities, int[] atMost)
    {
        var most = 0.0;
        for (var i = 0; i < capacities.Length; i++)
        {
            most = Math.Max(most, (atMost[i] + 1.0) / capacities[i]);
        }

        return most;
    }

    private static long Sum(double level, int[] capacities, int[] atLeast, int[] atMost)
    {
        var sum = 0L;
        for (var i = 0; i < capacities.Length; i++)
        {
            sum += At(level, capacities[i], atLeast[i], atMost[i]);
        }

        return sum;
    }

    private static int At(double level, int capacity, int atLeast, int atMost) =>
        Math.Max(atLeast, (int)Math.Min(atMost, level * capacity));

    // The one that one slot more fills least; the first of several.
    private static int Emptiest(int[] filled, int[] capacities, int[] atMost)
    {
        var (best, level) = (-1, double.MaxValue);
        for (var i = 0; i < filled.Length; i++)
        {
            if (filled[i] < atMost[i] && (filled[i] + 1.0) / capacities[i] < level)
            {
                (best, level) = (i, (filled[i] + 1.0) / capacities[i]);
            }
        }

        return best;
    }
}
