namespace Flyte.Actors.Cluster;

/// <summary>What goes from node to node before they are one cluster.</summary>
internal interface IFactsMessage
{
    NodeFacts Facts { get; }
}

/// <summary>Asks a node for its facts.</summary>
internal sealed record AskFacts(NodeFacts Facts) : IFactsMessage;

/// <summary>The answer.</summary>
/// <param name="Facts">Those of who answers.</param>
/// <param name="IsMember">Whether it is a member of the cluster.</param>
internal sealed record TellFacts(NodeFacts Facts, bool IsMember) : IFactsMessage;
