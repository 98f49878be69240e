using Flyte.Actors.Runs;

namespace Flyte.Actors.Protocol;

/// <summary>Asks what items of a run have failed with. Answered by a <see cref="FailureList"/>.</summary>
internal sealed record GetFailures(RunId RunId) : IRunQuestion, IWireMessage;

/// <summary>The failures of a run by their kind.</summary>
internal sealed record FailureList(RunId RunId, RunFailures Failures) : IRunMessage, IWireMessage;
