using Akka.Actor;
using Akka.Cluster.Sharding;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Cluster;

/// <summary>Trees as the entities of a cluster's shards.</summary>
internal sealed class ShardedTreeHost(IActorRef house) : ITreeHost
{
    public IActorRef House => house;

    public void Retire(IActorContext tree, RunId root) => tree.Parent.Tell(new Passivate(new CloseTree(root)), tree.Self);

    // What comes meanwhile is kept until it is gone: it goes on anew from its record.
    public bool MayStay(RunId root)
    {
        house.Tell(new OpenTrees([root]));
        return false;
    }
}
