using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>What items end with, or are retried for, of which no body has said anything.</summary>
internal static class LostItems
{
    /// <summary>The item actor, or its node, is gone without a word.</summary>
    internal static FailedSegment Segment(Lease lease, int index, RunId run, string node)
    {
        var error = Describe(Errors.System(ErrorCodes.WorkerLost, "The item actor was stopped while it held the item.", recoverable: true), lease, index, run, node);
        return new FailedSegment(index, 1, _ => error);
    }

    /// <summary>The node that got the inputs cannot read them.</summary>
    internal static FailedSegment Unreadable(Lease lease, LeaseHost host, Exception cause)
    {
        var error = Errors.User(ErrorCodes.InvalidInput, $"The inputs cannot be read on node {host.Node}: {cause.Message}");
        return new FailedSegment(lease.First, lease.Count, index => Describe(error, lease, index, host.RunId, host.Node));
    }

    private static ItemError Describe(ItemError error, Lease lease, int index, RunId run, string node) => error with
    {
        Index = index,
        Task = lease.Page.Task.Name,
        RunId = run.Value,
        Input = lease.Page.Show(lease.Offset + index - lease.First),
        Attempts = lease.Attempts.Total + 1,
        Node = node,
    };
}
