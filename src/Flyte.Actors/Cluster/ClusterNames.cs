namespace Flyte.Actors.Cluster;

/// <summary>Names that Akka takes.</summary>
internal static class ClusterNames
{
    /// <summary>The member holds recorded runs.</summary>
    internal const string RunsRole = "flyte-runs";

    /// <summary>The member executes items.</summary>
    internal const string ItemsRole = "flyte-items";
}
