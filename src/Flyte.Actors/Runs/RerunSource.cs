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
}
