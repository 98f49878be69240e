using Flyte.Actors.Protocol;

namespace Flyte.Actors.Client;

/// <summary>What a caller is thrown.</summary>
internal static class Failures
{
    internal static FlyteException Of(RunRejected answer) => answer.Code == ErrorCodes.UnknownTask
        ? new UnknownTaskException(answer.Reason)
        : new RunRejectedException(answer.Reason, answer.Code == RunRejected.NotFound);

    /// <summary>How the end of a run is thrown to the reader of its results; null when the slots tell it all.</summary>
    internal static Exception? Of(RunEnd end, Exception? inputFailure) => end.Error switch
    {
        null => null,
        { Code: ErrorCodes.ToleranceExceeded } e => new ToleranceExceededException(e.Message, e.Cause),
        { Code: ErrorCodes.InputSourceFailed } e => new InputSourceException(e.Message, inputFailure),
        var e when end.Phase == RunPhase.Aborted => new RunAbortedException(e.Message),
        var e => new TaskFailedException(e),
    };
}
