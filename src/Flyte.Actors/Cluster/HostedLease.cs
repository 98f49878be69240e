using Flyte.Actors.Protocol;

namespace Flyte.Actors.Cluster;

/// <summary>What of a hosted lease its run has not seen yet.</summary>
/// <param name="Number">The lease.</param>
/// <param name="First">The first item whose result it has not seen.</param>
/// <param name="Count">How many there are from that one on.</param>
internal sealed record HostedLease(int Number, int First, int Count)
{
    /// <summary>The rest, after the run has seen a message; null when it has seen the end.</summary>
    internal HostedLease? After(ILeaseMessage message)
    {
        switch (message)
        {
            case Progress progress when progress.Lease == Number:
                var first = progress.Finished?.End ?? First;
                return this with { First = first, Count = First + Count - progress.GivenBackCount - first };
            case LeaseDone done when done.Lease == Number:
                return null;
            default:
                return this;
        }
    }
}

/// <summary>From a hosted slot to its gate: it is for another actor of its run now.</summary>
internal sealed record SlotAdopted(Akka.Actor.IActorRef Peer) : IFlyteMessage;
