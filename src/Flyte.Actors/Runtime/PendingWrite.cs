using System.Diagnostics;
using Flyte.Actors.Journal;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Runtime;

/// <summary>What runs have to record, cut into events of the journal that keep their bound.</summary>
internal sealed class PendingWrite
{
    private const int MaxEvent = 192 * 1024;
    private const int MaxWrite = 4 * 1024 * 1024;
    private const int SizeOfEvent = 64;

    private readonly List<(Append Append, int[] Places)> appends = [];
    private readonly List<JournalBatch> batches = [];
    private readonly long began = Stopwatch.GetTimestamp();
    private long items;
    private long bytes;
    private long large;

    private PendingWrite()
    {
    }

    internal IReadOnlyList<JournalBatch> Batches => batches;

    /// <summary>The payloads that are stored beside the journal, before the events that name them.</summary>
    internal List<PayloadBlock> Beside { get; } = [];

    /// <summary>Takes what waits, up to what one write should have.</summary>
    /// <param name="root">The tree that it is of.</param>
    /// <param name="writer">The incarnation of the tree.</param>
    /// <param name="waiting">What waits.</param>
    internal static PendingWrite Take(RunId root, Guid writer, Queue<Append> waiting)
    {
        var write = new PendingWrite();
        var (records, size, total) = (new List<JournalRecord>(), 0, 0);
        while (total < MaxWrite && waiting.TryDequeue(out var append))
        {
            var places = new int[append.Events.Count];
            for (var i = 0; i < places.Length; i++)
            {
                var e = append.Events[i];
                var length = write.SizeOf(e);
                if (size + length > MaxEvent && records.Count > 0)
                {
                    write.batches.Add(new JournalBatch(root, records) { Writer = writer });
                    (records, size) = ([], 0);
                }

                records.Add(new JournalRecord(append.Run, e));
                places[i] = write.batches.Count;
                size += length;
                total += length;
                write.items += e is ItemsFinished finished ? finished.Results.Count : 0;
            }

            write.appends.Add((append, places));
        }

        write.batches.Add(new JournalBatch(root, records) { Writer = writer });
        write.bytes = total;
        return write;
    }

    /// <summary>Tells the runs that all of it is recorded.</summary>
    /// <param name="first">The number of the first event.</param>
    internal void Confirm(long first)
    {
        if (FlyteMetrics.MeasuresCommits)
        {
            Measure();
        }

        foreach (var (append, places) in appends)
        {
            append.ReplyTo.Tell(new Committed(append.Batch, Array.ConvertAll(places, place => first + place)), Akka.Actor.ActorRefs.NoSender);
        }
    }

    private void Measure()
    {
        FlyteMetrics.CommitDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
        FlyteMetrics.CommitItems.Record(items);
        FlyteMetrics.CommitSize.Record(bytes + large);
    }

    private int SizeOf(RunEvent e) => SizeOfEvent + e switch
    {
        ItemsAdded added => SizeOf(added.Page.Block) + added.Page.FaultBytes,
        ItemsFinished finished => SizeOf(finished.Results.Block) + finished.Results.ErrorBytes,
        ItemRetried retried => Errors.SizeOf(retried.Error),
        InputsClosed closed => Errors.SizeOf(closed.Fault),
        RunStopped stopped => Errors.SizeOf(stopped.Error),
        RunEnded ended => Errors.SizeOf(ended.Error),
        _ => 0,
    };

    private int SizeOf(PayloadBlock? block)
    {
        if (block is null || block.Json.Length <= PayloadLimits.Beside)
        {
            return block?.Json.Length ?? 0;
        }

        if (block.Beside is null)
        {
            block.Beside = Guid.CreateVersion7().ToString("N");
            Beside.Add(block);
            large += block.Json.Length;
        }

        return 0;
    }
}
