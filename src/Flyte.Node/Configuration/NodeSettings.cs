using Flyte.Actors;

namespace Flyte.Node.Configuration;

/// <summary>All that is set of a node.</summary>
/// <param name="Options">Its runtime, without a cluster.</param>
/// <param name="IsStoreSet">Whether somebody has set the store.</param>
/// <param name="Cluster">Its place in a cluster.</param>
/// <param name="Web">Its web interface.</param>
/// <param name="Telemetry">What it tells others of what it does.</param>
internal sealed record NodeSettings(FlyteOptions Options, bool IsStoreSet, ClusterSettings Cluster, WebSettings Web, TelemetrySettings Telemetry);
