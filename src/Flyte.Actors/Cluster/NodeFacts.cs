using System.Globalization;

namespace Flyte.Actors.Cluster;

/// <summary>What nodes have to agree in before they meet in a cluster.</summary>
/// <param name="Wire">The version of their messages.</param>
/// <param name="Shards">Into how many shards the runs are divided.</param>
/// <param name="Store">The identity of the database; empty for a node without one.</param>
internal sealed record NodeFacts(int Wire, int Shards, string Store)
{
    /// <summary>The version of the messages that this library sends and understands.</summary>
    internal const int WireVersion = 1;

    internal static NodeFacts Of(FlyteCluster cluster) => new(cluster.WireVersion, cluster.Shards, cluster.StoreIdentity);

    /// <summary>What is not the same in a cluster, with both values and the remedy; null if all is.</summary>
    internal string? DifferenceTo(NodeFacts cluster)
    {
        if (Wire != cluster.Wire)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the wire version is {Wire} here and {cluster.Wire} there: install the same version of Flyte.Actors, or one that speaks both.");
        }

        if (Shards != cluster.Shards)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"Shards is {Shards} here and {cluster.Shards} there: set it to {cluster.Shards}, since it never changes while a cluster is up.");
        }

        return Store.Length > 0 && cluster.Store.Length > 0 && Store != cluster.Store
            ? $"Store is the database '{Store}' here and '{cluster.Store}' there: all nodes with the role Runs use the same database."
            : null;
    }
}
