using Akka.Actor;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Has a ledger's events recorded, few batches at a time: what happens while these are under way gathers and is the next. The
/// ledger shows an event from when its batch is recorded.
/// </summary>
/// <param name="ledger">The run's decisions.</param>
/// <param name="committer">What records them.</param>
/// <param name="run">The run.</param>
/// <param name="isRecorded">Whether something of it is recorded already.</param>
/// <param name="onRecorded">Told of each event once it is recorded.</param>
internal sealed class GroupCommit(RunLedger ledger, ICommitter committer, IActorRef run, bool isRecorded, Action<RunEvent> onRecorded)
{
    /// <summary>
    /// With so many bytes of results on their way to the journal, no more items are started: it sets the pace. As much as one of its
    /// writes takes; more would not make it faster, and would have to be run again after a crash.
    /// </summary>
    private const int MaxUnrecorded = 3 * 1024 * 1024;
    private const int SizeOfItem = 24;

    /// <summary>A short run, from its start to its end, goes into one write that others have begun to wait for.</summary>
    private const int MaxUnderWay = 4;

    private readonly Queue<(int Batch, IActorRef Asker, object Answer)> owed = [];
    private readonly Queue<(int Batch, List<RunEvent> Events, long Bytes)> underWay = [];
    private int batch;
    private long gathered;
    private long writing;

    /// <summary>Measures what is recorded.</summary>
    internal RunMeter Meter { get; } = new(ledger.State);

    /// <summary>How many events are on their way to the journal.</summary>
    internal int UnderWay { get; private set; }

    /// <summary>Whether all that was decided is recorded.</summary>
    internal bool IsIdle => underWay.Count == 0 && !ledger.HasEvents;

    /// <summary>Whether anything of the run is recorded.</summary>
    internal bool HasBegun { get; private set; } = isRecorded;

    /// <summary>Whether the journal is so far behind that nothing more should be started.</summary>
    internal bool IsFull => gathered + writing > MaxUnrecorded;

    /// <summary>Notes results that are to be recorded.</summary>
    internal void Expect(ResultSegment results) => gathered += results.Block is { } block ? block.Json.Length + SizeOfItem * results.Count : 0;

    /// <summary>Answers a command once all that has been decided so far is recorded.</summary>
    internal void Answer(IActorRef asker, object answer)
    {
        if (!ledger.HasEvents && underWay.Count == 0)
        {
            asker.Tell(answer, run);
        }
        else
        {
            owed.Enqueue((batch + (ledger.HasEvents ? 1 : 0), asker, answer));
        }
    }

    /// <summary>Sends what has gathered, unless enough is under way; true when something was recorded at once.</summary>
    internal bool Send()
    {
        var hasRecorded = false;
        while (underWay.Count < MaxUnderWay && ledger.HasEvents)
        {
            var events = ledger.TakeEvents();
            underWay.Enqueue((++batch, events, gathered));
            (writing, gathered, UnderWay) = (writing + gathered, 0, UnderWay + events.Count);
            if (committer.Commit(ledger.State.Spec.Id, batch, events, run))
            {
                Apply(sequences: null);
                hasRecorded = true;
            }
        }

        return hasRecorded;
    }

    /// <summary>Notes that a batch is recorded; false when it is not the first one under way.</summary>
    internal bool OnCommitted(Committed committed)
    {
        if (!underWay.TryPeek(out var first) || committed.Batch != first.Batch)
        {
            return false;
        }

        Apply(committed.Sequences);
        return true;
    }

    private void Apply(IReadOnlyList<long>? sequences)
    {
        var ((number, events, bytes), tally) = (underWay.Dequeue(), Meter.Begin());
        UnderWay -= events.Count;
        for (var i = 0; i < events.Count; i++)
        {
            ledger.State.Apply(events[i], sequences?[i] ?? 0);
            tally = tally is { } before ? Meter.Note(events[i], before) : null;
            onRecorded(events[i]);
        }

        if (tally is not null)
        {
            Meter.Count();
        }

        writing -= bytes;
        HasBegun = true;
        while (owed.TryPeek(out var next) && next.Batch <= number)
        {
            owed.Dequeue();
            next.Asker.Tell(next.Answer, run);
        }
    }
}
