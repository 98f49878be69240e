using Akka.Actor;
using Akka.Cluster;
using Flyte.Actors.Storage;

namespace Flyte.Actors.Hosting;

/// <summary>Whether a runtime can do what it is there for.</summary>
/// <param name="system">Its actor system.</param>
/// <param name="store">Its store, if it has one.</param>
/// <param name="node">Its address in a cluster; null if it is alone.</param>
internal sealed class FlyteHealth(ActorSystem system, OpenStore? store, string? node)
{
    /// <summary>Looks at the cluster, and writes to the store.</summary>
    /// <returns>What is wrong; null if all is well.</returns>
    internal async Task<string?> CheckAsync(CancellationToken cancellation)
    {
        if (system.WhenTerminated.IsCompleted)
        {
            return "The runtime has ended.";
        }

        return Membership() ?? (store is null ? null : await CheckAsync(store, cancellation).ConfigureAwait(false));
    }

    private string? Membership()
    {
        if (node is null)
        {
            return null;
        }

        var cluster = Akka.Cluster.Cluster.Get(system);
        if (cluster.SelfMember.Status is not MemberStatus.Up)
        {
            return $"The node {node} is not up in its cluster: it is {cluster.SelfMember.Status}.";
        }

        var (all, lost) = (cluster.State.Members.Count, cluster.State.Unreachable.Count);
        return 2 * lost >= all && all > 1 ? $"The node {node} cannot reach {lost} of the {all} nodes of its cluster." : null;
    }

    private static async Task<string?> CheckAsync(OpenStore store, CancellationToken cancellation)
    {
        if (store.Lost.IsCompleted)
        {
            return (await store.Lost.ConfigureAwait(false)).Message;
        }

        try
        {
            await store.Runs.CheckAsync(DateTimeOffset.UtcNow).WaitAsync(cancellation).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever the database's driver throws, it is why nothing can be recorded.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"The store cannot be written to: {e.GetBaseException().Message}";
        }
    }
}
