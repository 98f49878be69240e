namespace Flyte.Actors.Benchmarks;

/// <summary>Counts how often each item has come to a result, each of which has to be its own.</summary>
internal sealed class ExactTally
{
    private readonly Dictionary<int, Ran> first = [];

    /// <summary>Results that came once more.</summary>
    public int Twice { get; private set; }

    /// <summary>Notes a result.</summary>
    /// <exception cref="InvalidOperationException">It is that of another item.</exception>
    public void Add(ItemResult<Ran> result)
    {
        if (result.Value.Item != result.Index + 1)
        {
            throw new InvalidOperationException($"Item {result.Index} came to the result of input {result.Value.Item}.");
        }

        Twice += first.TryAdd(result.Index, result.Value) ? 0 : 1;
    }

    /// <summary>Items that have come to no result.</summary>
    public int LostOf(int items) => Enumerable.Range(0, items).Count(index => !first.ContainsKey(index));

    /// <summary>Items that have come to another result there: they were recorded twice.</summary>
    public int ChangedIn(ExactTally other) => first.Count(item => other.first.TryGetValue(item.Key, out var ran) && ran != item.Value);

    /// <summary>Checks that each item has come to one result.</summary>
    /// <exception cref="InvalidOperationException">It is not so.</exception>
    public void CheckAll(int items)
    {
        if (LostOf(items) is var lost && (lost > 0 || Twice > 0))
        {
            throw new InvalidOperationException($"Of {items} items {lost} have no result, and {Twice} results came once more.");
        }
    }
}
