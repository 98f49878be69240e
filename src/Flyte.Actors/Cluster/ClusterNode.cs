using Akka.Actor;
using Akka.Cluster;
using Flyte.Actors.Storage;

namespace Flyte.Actors.Cluster;

/// <summary>This process as a node.</summary>
internal sealed class ClusterNode
{
    /// <summary>Set in a system that finds its cluster itself.</summary>
    internal const string Formed = "flyte.cluster.formed-by-system";

    private readonly TaskCompletionSource up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ClusterNode(ExtendedActorSystem system, FlyteCluster settings, OpenStore? store)
    {
        // One that nobody waits for has said so in the log.
        _ = up.Task.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        var forms = !system.Settings.Config.GetBoolean(Formed);
        system.SystemActorOf(RefusalReport.Props, "flyte-refusals");
        system.SystemActorOf(NodeDoor.Props(settings, forms, store, up), NodeDoor.Name);
    }

    /// <summary>Ends when the node is up; cancelled when the system ended before.</summary>
    /// <exception cref="FlyteClusterException">The cluster has other settings.</exception>
    internal Task Up => up.Task;

    /// <summary>Checks whether a system was configured for a node.</summary>
    /// <exception cref="FlyteClusterException">It was configured for something else.</exception>
    internal static void Demand(ExtendedActorSystem system, FlyteCluster settings)
    {
        if (system.Provider is not ClusterActorRefProvider)
        {
            throw new FlyteClusterException(
                $"The actor system '{system.Name}' is configured for no cluster (its provider is {system.Provider.GetType().Name}), and {nameof(FlyteCluster)} is set: "
                + "configure the cluster before WithFlyte(…), or leave both remoting and the cluster to it.");
        }

        var missing = ClusterNames.Of(settings.Roles).Except(Akka.Cluster.Cluster.Get(system).SelfRoles, StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
        {
            throw new FlyteClusterException(
                $"The actor system '{system.Name}' has not the role {string.Join(", ", missing)}: its roles were set after WithFlyte(…). Configure the cluster before it.");
        }
    }

    /// <summary>Starts the node.</summary>
    internal static ClusterNode Start(ExtendedActorSystem system, FlyteCluster settings, OpenStore? store) => new(system, settings, store);
}
