using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Which run may run an item alone: one of the process at a time, and below that item another one, for it may wait for just that.
/// </summary>
internal sealed class AloneTurn
{
    private readonly Lock gate = new();
    private readonly List<RunId> holders = [];

    internal bool TryTake(RunId run)
    {
        lock (gate)
        {
            if (holders.Count > 0 && !run.Value.StartsWith($"{holders[^1].Value}/", StringComparison.Ordinal))
            {
                return false;
            }

            holders.Add(run);
            return true;
        }
    }

    internal void Release(RunId run)
    {
        lock (gate)
        {
            holders.Remove(run);
        }
    }
}
