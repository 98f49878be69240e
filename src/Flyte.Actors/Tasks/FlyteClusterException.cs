namespace Flyte.Actors;

/// <summary>
/// A node cannot start or cannot join its cluster, or a question cannot be answered by the node of an earlier version that it is about. The
/// message names what is wrong, with the value here and the one there, and the remedy.
/// </summary>
public sealed class FlyteClusterException : FlyteException
{
    internal FlyteClusterException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
