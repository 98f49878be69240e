namespace Flyte.Actors.Storage.Tables;

/// <summary>Rows of the list of runs are not what was written there.</summary>
/// <param name="ids">The runs that they are of, as they say.</param>
/// <param name="moved">Those of them whose row has the id of another one.</param>
internal sealed class DamagedRowsException(IReadOnlyList<string> ids, IReadOnlyList<RunInfo> moved) : Exception(
    $"In the list of runs the rows of {ids.Count} are not what was written there, the first of run '{OneLine(ids[0])}'. They are made anew from the journal: list the runs again in a moment, and see whether the disk is in order.")
{
    private const int Shown = 60;

    internal IReadOnlyList<string> Ids => ids;

    internal IReadOnlyList<RunInfo> Moved => moved;

    private static string OneLine(string id) => string.Concat(id.Take(Shown).Select(c => char.IsControl(c) ? '?' : c));
}
