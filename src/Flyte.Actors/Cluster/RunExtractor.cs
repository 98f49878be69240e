using Akka.Cluster.Sharding;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Cluster;

/// <summary>Finds the tree of a message: the one of the root of its run.</summary>
internal sealed class RunExtractor(int shards) : HashCodeMessageExtractor(shards)
{
    public override string? EntityId(object message) => (message as IRunMessage)?.RunId.Root;
}
