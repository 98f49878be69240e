namespace Flyte.Node.Commands;

/// <summary>Finds what somebody meant who mistyped a name.</summary>
internal static class NearestName
{
    // What is longer is no name, and to compare it costs its length each time.
    private const int Longest = 200;

    /// <summary>The candidate of the smallest edit distance, or null when none is near enough to be meant.</summary>
    internal static string? Find(string name, IEnumerable<string> candidates)
    {
        if (name.Length > Longest)
        {
            return null;
        }

        var nearest = candidates
            .Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .OrderBy(c => c.Distance).ThenBy(c => c.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Name is not null && nearest.Distance <= Math.Max(2, name.Length / 3) ? nearest.Name : null;
    }

    /// <summary>How many characters must be inserted, removed, replaced or swapped with their neighbour to make one the other; case is ignored.</summary>
    internal static int Distance(string left, string right)
    {
        int[] beforeLast = [], last = [.. Enumerable.Range(0, right.Length + 1)];
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = last[j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last) = (last, row);
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
