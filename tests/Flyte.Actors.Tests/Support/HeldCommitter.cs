using System.Threading.Channels;
using Akka.Actor;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Tests.Support;

/// <summary>A batch that a run has handed over and that is not recorded yet.</summary>
internal sealed record HeldBatch(RunId Run, int Number, IReadOnlyList<RunEvent> Events, IActorRef ReplyTo)
{
    /// <summary>Says that the batch is recorded.</summary>
    internal void Record() => ReplyTo.Tell(new Committed(Number), ActorRefs.NoSender);
}

/// <summary>A journal that records a batch when the test says so.</summary>
internal sealed class HeldCommitter : ICommitter
{
    private readonly Channel<HeldBatch> batches = Channel.CreateUnbounded<HeldBatch>();

    public bool Commit(RunId run, int batch, IReadOnlyList<RunEvent> events, IActorRef replyTo)
    {
        batches.Writer.TryWrite(new HeldBatch(run, batch, events, replyTo));
        return false;
    }

    /// <summary>Whether a batch is handed over that the test has not seen.</summary>
    internal bool HasNext => batches.Reader.TryPeek(out _);

    /// <summary>The next batch that is handed over.</summary>
    internal async Task<HeldBatch> NextAsync()
    {
        using var limit = new CancellationTokenSource(RuntimeTest.Limit);
        return await batches.Reader.ReadAsync(limit.Token);
    }
}
