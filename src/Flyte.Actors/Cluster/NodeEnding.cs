using Akka.Actor;

namespace Flyte.Actors.Cluster;

/// <summary>What ends a system beside those who use it.</summary>
internal static class NodeEnding
{
    /// <summary>The end of a system, when it is there.</summary>
    internal static async Task<NodeEnd> Of(ActorSystem system)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        await system.WhenTerminated.ConfigureAwait(false);
        return shutdown.ShutdownReason switch
        {
            Refused refused => new NodeEnd(NodeEndReason.Refused, refused.Message),
            { ExitCode: TlsRefusals.ExitCode } => new NodeEnd(NodeEndReason.Refused, TlsRefusals.Of(system)),
            Quarantined { By: var by } => new NodeEnd(
                NodeEndReason.Quarantined, $"The node {by} has given this one up and does not talk to it any more: start it again."),
            CoordinatedShutdown.ClusterDowningReason => new NodeEnd(
                NodeEndReason.Downed, "This node was parted from the majority of its cluster, and has ended so that others can take over: start it again."),
            CoordinatedShutdown.ClusterLeavingReason => new NodeEnd(NodeEndReason.Left, "This node has left its cluster."),
            _ => new NodeEnd(NodeEndReason.Stopped, "This node was stopped."),
        };
    }

    /// <summary>It cannot join.</summary>
    internal sealed class Refused(string message) : CoordinatedShutdown.Reason
    {
        /// <inheritdoc/>
        public override int ExitCode => 2;

        internal string Message { get; } = message;
    }

    /// <summary>Another node does not talk to it any more.</summary>
    internal sealed class Quarantined(string by) : CoordinatedShutdown.Reason
    {
        /// <inheritdoc/>
        public override int ExitCode => 75;

        internal string By { get; } = by;
    }
}
