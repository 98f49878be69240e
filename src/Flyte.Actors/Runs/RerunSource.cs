namespace Flyte.Actors.Runs;

/// <summary>Where the inputs of a run come from that runs another one again.</summary>
/// <param name="Of">The other run.</param>
/// <param name="Recovers">Whether what succeeded there keeps its result.</param>
/// <param name="Force">Items that are run all the same.</param>
/// <param name="Inputs">Items that get another input, as JSON.</param>
internal sealed record RerunSource(RunId Of, bool Recovers, IReadOnlyCollection<int> Force, IReadOnlyDictionary<int, string> Inputs)
{
    /// <summary>Whether an item keeps its result, if it succeeded.</summary>
    internal bool Keeps(int index) => Recovers && !Force.Contains(index) && !Inputs.ContainsKey(index);

    /// <summary>Whether both ask for the same.</summary>
    internal bool IsSameAs(RerunSource other) =>
        (Of, Recovers, Inputs.Count) == (other.Of, other.Recovers, other.Inputs.Count)
        && Force.Order().SequenceEqual(other.Force.Order())
        && Inputs.All(input => other.Inputs.TryGetValue(input.Key, out var json) && string.Equals(input.Value, json, StringComparison.Ordinal));
}
