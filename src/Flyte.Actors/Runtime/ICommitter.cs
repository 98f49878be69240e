using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// The one place that records. A run has few batches with it at a time; what happens meanwhile gathers and is the next one, so
/// that a batch is as large as the journal is slow.
/// </summary>
internal interface ICommitter
{
    /// <summary>Records a batch: true when that is done already, otherwise <see cref="Committed"/> is sent when it is.</summary>
    bool Commit(RunId run, int batch, IReadOnlyList<RunEvent> events, IActorRef replyTo);
}

/// <summary>A batch of events is recorded.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Sequences">The number in the journal of each of its events; null when there are none.</param>
internal sealed record Committed(int Batch, IReadOnlyList<long>? Sequences = null) : IFlyteMessage;

/// <summary>Records nothing beyond the life of the process; what has happened is as good as recorded.</summary>
internal sealed class MemoryCommitter : ICommitter
{
    public bool Commit(RunId run, int batch, IReadOnlyList<RunEvent> events, IActorRef replyTo) => true;
}

/// <summary>Has the journal of the run's tree record.</summary>
internal sealed class JournalCommitter(IActorRef journal) : ICommitter
{
    public bool Commit(RunId run, int batch, IReadOnlyList<RunEvent> events, IActorRef replyTo)
    {
        journal.Tell(new Append(run, batch, events, replyTo));
        return false;
    }
}
