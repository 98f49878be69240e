using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Cluster;

/// <summary>A lease as it goes to another node: with its own inputs only, and those written.</summary>
internal static class TravellingLease
{
    /// <returns>The lease, and how many of its last items it had to leave, since a lease is no larger than a block.</returns>
    internal static (Lease Sent, int Left) Of(Lease lease, PayloadLimits limits)
    {
        var inputs = lease.Page.Slice(lease.Offset, lease.Count);
        var page = inputs.Block is null ? inputs.Encode(limits)[0] : inputs;
        return (lease with { Page = page, Offset = 0, Count = page.Count }, lease.Count - page.Count);
    }
}
