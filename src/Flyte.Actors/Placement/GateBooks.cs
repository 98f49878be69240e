namespace Flyte.Actors.Placement;

/// <summary>
/// The books of a gate: one for slots whose bodies compute, and one for those whose bodies mostly wait. A run is in one of them, by
/// the task of its first wish; what it has there before it wishes counts as waiting.
/// </summary>
/// <param name="slots">The slots for bodies that wait.</param>
/// <param name="cpuSlots">The slots for bodies that compute.</param>
/// <param name="version">Grants have higher versions than this.</param>
internal sealed class GateBooks(int slots, int cpuSlots, long version)
{
    private readonly GateBook waits = new(slots, version);
    private readonly GateBook computes = new(cpuSlots, version);
    private readonly HashSet<string> computing = new(StringComparer.Ordinal);

    internal GateLoad Load => waits.Load;

    internal GateLoad CpuLoad => computes.Load;

    internal bool IsDraining => waits.IsDraining;

    /// <summary>The book of a run.</summary>
    internal GateBook Of(string runKey) => computing.Contains(runKey) ? computes : waits;

    /// <summary>Opens the book of a run that wishes.</summary>
    /// <param name="runKey">The run.</param>
    /// <param name="isCpu">Whether its bodies compute.</param>
    /// <param name="inUse">How many slots of it exist.</param>
    internal GateBook Of(string runKey, bool isCpu, int inUse)
    {
        if (isCpu && computing.Add(runKey))
        {
            waits.Note(runKey, 0);
            computes.Note(runKey, inUse);
        }

        return Of(runKey);
    }

    /// <summary>Notes that a run was lost, and how many slots of it are left.</summary>
    internal void Forget(string runKey, int inUse)
    {
        Of(runKey).Forget(runKey);
        Note(runKey, inUse, isLost: true);
    }

    /// <summary>Notes how many slots of a run exist.</summary>
    /// <param name="runKey">The run.</param>
    /// <param name="inUse">How many.</param>
    /// <param name="isLost">Whether nobody wishes for it any more.</param>
    internal void Note(string runKey, int inUse, bool isLost)
    {
        Of(runKey).Note(runKey, inUse);
        if (isLost && inUse == 0)
        {
            computing.Remove(runKey);
        }
    }

    internal void Drain()
    {
        waits.Drain();
        computes.Drain();
    }

    /// <summary>The grants that are to be told.</summary>
    internal IEnumerable<Grant> TakeChanges() => waits.TakeChanges().Concat(computes.TakeChanges());
}
