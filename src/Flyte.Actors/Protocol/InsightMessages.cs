using Flyte.Actors.Runs;

namespace Flyte.Actors.Protocol;

/// <summary>A question that nodes of an earlier version do not understand, and so do not answer.</summary>
internal interface ILaterQuestion : IRunMessage;

/// <summary>Asks what items of a run have failed with. Answered by a <see cref="FailureList"/>.</summary>
internal sealed record GetFailures(RunId RunId) : IRunQuestion, ILaterQuestion, IWireMessage;

/// <summary>The failures of a run by their kind.</summary>
internal sealed record FailureList(RunId RunId, RunFailures Failures) : IRunMessage, IWireMessage;

/// <summary>Asks what the slots of a run do and did lately. Answered by an <see cref="ActivityReport"/>.</summary>
internal sealed record GetActivity(RunId RunId) : IRunQuestion, ILaterQuestion, IWireMessage;

/// <summary>What the slots of a run do and did lately.</summary>
internal sealed record ActivityReport(RunId RunId, RunActivity Activity) : IRunMessage, IWireMessage;

/// <summary>Asks for runs that the items of a run have called. Answered by a <see cref="ChildList"/>.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Query">Which ones.</param>
/// <param name="MaxBytes">How many bytes the page may have, one run at least; 0 for a page that stays in the process.</param>
internal sealed record ListChildren(RunId RunId, ChildQuery Query, int MaxBytes = 0) : ILaterQuestion, IWireMessage;

/// <summary>The runs that were asked for.</summary>
internal sealed record ChildList(RunId RunId, RunChildren Page) : IRunMessage, IWireMessage;
