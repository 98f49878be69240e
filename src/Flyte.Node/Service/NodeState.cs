using Flyte.Actors;

namespace Flyte.Node.Service;

/// <summary>Where the life of a node stands.</summary>
internal enum NodePhase
{
    /// <summary>It opens its store, and looks for its cluster.</summary>
    Starting,

    /// <summary>It works.</summary>
    Up,

    /// <summary>It was told to stop: what runs may end.</summary>
    Draining,

    /// <summary>Its runtime has ended.</summary>
    Ended,
}

/// <summary>The node as its web interface sees it, which is there before the runtime and after it.</summary>
internal sealed class NodeState
{
    private volatile FlyteRuntime? runtime;
    private volatile NodePhase phase;

    internal NodePhase Phase => phase;

    /// <summary>The runtime; null while it starts.</summary>
    internal FlyteRuntime? Runtime => runtime;

    /// <summary>What requests are carried out by.</summary>
    /// <exception cref="NodeNotReadyException">The runtime is not there yet, or no more.</exception>
    internal IFlyteClient Client => phase is NodePhase.Up or NodePhase.Draining && runtime is { } up ? up : throw new NodeNotReadyException(phase);

    internal void Up(FlyteRuntime started)
    {
        runtime = started;
        phase = NodePhase.Up;
        _ = EndAsync(started);
    }

    internal void Drain() => phase = phase == NodePhase.Ended ? NodePhase.Ended : NodePhase.Draining;

    private async Task EndAsync(FlyteRuntime started)
    {
        await started.Ended.ConfigureAwait(false);
        phase = NodePhase.Ended;
    }
}

/// <summary>A request came while the node cannot carry out any.</summary>
internal sealed class NodeNotReadyException(NodePhase phase) : Exception(phase == NodePhase.Starting
    ? "The node is starting: it opens its store, or looks for the other nodes of its cluster. Ask again; /readyz tells when it is ready."
    : "The node has stopped working, and its process is about to end. Ask another node, or this one when it is started again.");
