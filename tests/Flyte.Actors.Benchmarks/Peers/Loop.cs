using System.Runtime.InteropServices;

namespace Flyte.Actors.Benchmarks;

/// <summary>What one would write without any concurrency: one item after the other, the results in a list.</summary>
internal static class Loop
{
    public static async Task<IReadOnlyList<int>> RunAsync(IEnumerable<int> items, Func<int, ValueTask<int>> body)
    {
        var results = new List<Indexed>();
        var index = 0;
        foreach (var item in items)
        {
            results.Add(new Indexed(index++, await body(item)));
        }

        return new Values(results);
    }

    /// <summary>The same without even an await.</summary>
    public static IReadOnlyList<int> Run(IEnumerable<int> items, Func<int, int> body)
    {
        var results = new List<Indexed>();
        var index = 0;
        foreach (var item in items)
        {
            results.Add(new Indexed(index++, body(item)));
        }

        return new Values(results);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Indexed(int Index, int Value);

    /// <summary>The values of a list of results, for the check.</summary>
    private sealed class Values(List<Indexed> results) : IReadOnlyList<int>
    {
        public int Count => results.Count;

        public int this[int index] => results[index].Index == index
            ? results[index].Value
            : throw new InvalidOperationException($"'loop' put item {results[index].Index} at position {index}.");

        public IEnumerator<int> GetEnumerator() => results.Select(result => result.Value).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
