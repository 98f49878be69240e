using System.Globalization;

namespace Flyte.Actors.Cluster;

/// <summary>What nodes have to agree in before they meet in a cluster.</summary>
/// <param name="Wire">The version of the messages that it sends.</param>
/// <param name="OldestWire">The oldest version that it understands.</param>
/// <param name="Shards">Into how many shards the runs are divided.</param>
/// <param name="Store">The identity of the database; empty for a node without one.</param>
internal sealed record NodeFacts(int Wire, int OldestWire, int Shards, string Store)
{
    /// <summary>The version of the messages that this library sends. It grows when others have to understand what they did not before.</summary>
    internal const int WireVersion = 1;

    /// <summary>The oldest version of other nodes that it gets on with, so that a cluster is upgraded node by node.</summary>
    internal const int OldestWireVersion = 1;

    /// <summary>Where the database is, for people; empty where that is not known.</summary>
    internal string StorePlace { get; init; } = "";

    internal static NodeFacts Of(FlyteCluster cluster) => new(cluster.WireVersion, cluster.OldestWireVersion, cluster.Shards, cluster.StoreIdentity) { StorePlace = cluster.StorePlace };

    /// <summary>What is not the same in a cluster, with both values and the remedy; null if all is.</summary>
    internal string? DifferenceTo(NodeFacts cluster)
    {
        if (Wire < cluster.OldestWire || cluster.Wire < OldestWire)
        {
            var remedy = Wire < cluster.OldestWire ? "install a newer version of Flyte.Actors here" : "bring the nodes of the cluster up to one in between first, node by node";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the wire version is {Wire} here, where {Range(OldestWire, Wire)} understood, and {cluster.Wire} there, where {Range(cluster.OldestWire, cluster.Wire)}: {remedy}.");
        }

        if (Shards != cluster.Shards)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"Shards is {Shards} here and {cluster.Shards} there: set it to {cluster.Shards}, since it never changes while a cluster is up.");
        }

        return Store.Length > 0 && cluster.Store.Length > 0 && Store != cluster.Store
            ? $"Store is the database {Database} here and {cluster.Database} there: name the same one on all nodes with the role Runs."
            : null;
    }

    // Two may be at one address, as others see it: each has an identity of its own.
    private string Database => StorePlace.Length > 0 ? $"{StorePlace} ('{Store}')" : $"'{Store}'";

    private static string Range(int oldest, int newest) =>
        oldest == newest ? string.Create(CultureInfo.InvariantCulture, $"only {newest} is") : string.Create(CultureInfo.InvariantCulture, $"{oldest} to {newest} are");
}
