using Akka.Actor;
using Flyte.Actors.Journal;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>Events read from the journal for the readers of a run, or why they could not be.</summary>
internal sealed record EventsRead(long From, long To, IReadOnlyList<JournalEvent> Events, Exception? Failure) : IFlyteMessage;

/// <summary>
/// Opens results that are no longer in memory: reads the events that they are in, some at a time and ahead of the reader, and
/// keeps the last few.
/// </summary>
internal sealed class ResultPages(RunId run, Recording? recording, IActorRef self)
{
    private const int Kept = 2 * SequenceRanges.MaxLength;

    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<long, JournalBatch> events = [];
    private readonly Queue<long> order = [];
    private bool isReading;

    /// <summary>The results that can be shown now, up to the first that has to be read; that is asked for.</summary>
    internal List<ResultSegment> Open(List<ResultSegment> segments)
    {
        var opened = new List<ResultSegment>(segments.Count);
        foreach (var segment in segments)
        {
            if (segment is not RecordedSegment recorded)
            {
                opened.Add(segment);
            }
            else if (recorded.Stored.Live is { } live)
            {
                opened.Add(recorded.Open(live));
            }
            else if (events.TryGetValue(recorded.Stored.Sequence, out var batch))
            {
                opened.Add(recorded.Open(Find(batch, run, recorded.Stored.First)));
            }
            else
            {
                Read(recorded.Stored.Sequence, opened.Count);
                break;
            }
        }

        return opened;
    }

    /// <summary>Notes what was read; after a failure it is asked for again.</summary>
    internal void OnRead(EventsRead read)
    {
        isReading = false;
        foreach (var e in read.Events)
        {
            if (events.TryAdd(e.Sequence, e.Batch))
            {
                order.Enqueue(e.Sequence);
            }
        }

        while (order.Count > Kept)
        {
            events.Remove(order.Dequeue());
        }
    }

    /// <summary>Results in an event, by the index of their first.</summary>
    /// <exception cref="InvalidDataException">They are not there.</exception>
    internal static ResultSegment Find(JournalBatch batch, RunId run, int first) =>
        batch.Records.Where(r => r.Run == run).Select(r => r.Event).OfType<ItemsFinished>().LastOrDefault(f => f.Results.First == first)?.Results
        ?? throw new InvalidDataException($"The journal of run '{run}' has no results of item {first} where they were recorded.");

    // What the reader will want next is mostly in the events behind.
    private void Read(long sequence, int opened)
    {
        if (isReading || (opened > 0 && events.Count > SequenceRanges.MaxLength))
        {
            return;
        }

        isReading = true;
        _ = ReadAsync(sequence, sequence + SequenceRanges.MaxLength - 1).PipeTo(self);
    }

    private async Task<EventsRead> ReadAsync(long from, long to)
    {
        try
        {
            return new EventsRead(from, to, await recording!.Events.ReadAsync(run, from, to).ConfigureAwait(false), Failure: null);
        }
#pragma warning disable CA1031 // Whatever keeps the journal from answering, the readers wait for it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await Task.Delay(BeforeRepeat).ConfigureAwait(false);
            return new EventsRead(from, to, [], e);
        }
    }
}
