using Akka.Actor;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>What has trees of runs as its children: one process by itself, or the shards of a cluster.</summary>
internal interface ITreeHost
{
    /// <summary>Who is told how runs come and go, and lists them.</summary>
    IActorRef House { get; }

    /// <summary>A tree has nothing to do: has it told to close, unless something comes meanwhile.</summary>
    /// <param name="tree">The tree's own context.</param>
    /// <param name="root">Its root.</param>
    void Retire(IActorContext tree, RunId root);

    /// <summary>Whether a tree may stay that has been told to close, because something came meanwhile.</summary>
    bool MayStay(RunId root);
}

/// <summary>The trees of one process: their region is both.</summary>
internal sealed class LocalTreeHost(IActorRef region) : ITreeHost
{
    public IActorRef House => region;

    public void Retire(IActorContext tree, RunId root) => region.Tell(new TreeIdle(root), tree.Self);

    public bool MayStay(RunId root)
    {
        region.Tell(new TreeBusy(root));
        return true;
    }
}
