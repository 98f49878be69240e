using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>What an item ends with, or is retried for, whose item actor is gone without a word.</summary>
internal static class LostItems
{
    internal static FailedSegment Segment(Lease lease, int index, RunId run, string node)
    {
        var error = Errors.System(ErrorCodes.WorkerLost, "The item actor was stopped while it held the item.", recoverable: true) with
        {
            Index = index,
            Task = lease.Page.Task.Name,
            RunId = run.Value,
            Input = lease.Page.Show(lease.Offset + index - lease.First),
            Attempts = lease.Attempts.Total + 1,
            Node = node,
        };
        return new FailedSegment(index, 1, _ => error);
    }
}
