namespace Flyte.Actors.Benchmarks;

/// <summary>The inputs that the benchmarks share, and the check of what came of them. Every body returns its input.</summary>
internal static class Check
{
    /// <summary>The numbers from 1: a slot that was never filled holds a 0, and is found.</summary>
    public static int[] Inputs(int count)
    {
        var items = new int[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = i + 1;
        }

        return items;
    }

    /// <summary>The check of a subject that returns one value for each input, in their order.</summary>
    public static Action<IReadOnlyList<int>> Echo(string subject, int count) => values =>
    {
        if (values.Count != count)
        {
            throw new InvalidOperationException($"'{subject}' returned {values.Count} results for {count} inputs.");
        }

        for (var i = 0; i < count; i++)
        {
            if (values[i] != i + 1)
            {
                throw new InvalidOperationException($"'{subject}' returned {values[i]} at position {i}, where {i + 1} belongs.");
            }
        }
    };
}
