using Flyte.Actors;
using Flyte.Node.Configuration;

namespace Flyte.Node.Commands;

/// <summary>What <c>serve</c> was asked to do.</summary>
/// <param name="Options">The runtime, with its place in a cluster if it has one.</param>
/// <param name="Web">The web interface.</param>
/// <param name="Telemetry">What is told to others.</param>
internal sealed record ServeRequest(FlyteOptions Options, WebSettings Web, TelemetrySettings Telemetry);
