using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Client;

/// <summary>
/// Tells a run that is away from one whose node does not understand a question: that one answers another question, which all versions
/// know and which is asked after each repetition of the first.
/// </summary>
/// <param name="message">The question.</param>
/// <param name="times">How often the run answers the other one before its node is given up.</param>
internal sealed class Unanswered(IFlyteMessage message, int times)
{
    private int heard;

    /// <summary>The other question; null where all versions know the first.</summary>
    internal GetRun? Other { get; } = message is ILaterQuestion later ? new GetRun(new RunId(later.RunId.Root)) : null;

    /// <summary>What an answer shows; null for nothing yet.</summary>
    internal FlyteClusterException? Hear(object answer) =>
        Other is { RunId: var run } && answer is RunStatus && Interlocked.Increment(ref heard) == times
            ? new FlyteClusterException(
                $"The node that holds run '{run}' answers, but not to {message.GetType().Name}, which it was asked {times} times: it is of an earlier version that does not know "
                + "this question, or its store is too slow. Start the node again with the version of this one, or ask when the run has moved to a node of it.")
            : null;
}
