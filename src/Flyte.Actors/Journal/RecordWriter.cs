using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Google.Protobuf;

namespace Flyte.Actors.Journal;

/// <summary>Events as they are stored. Payloads are not copied: they were written when they were made.</summary>
internal static class RecordWriter
{
    internal static Wire.Batch Write(JournalBatch batch)
    {
        var wire = new Wire.Batch { Root = batch.Root.Value };
        if (batch.Writer is { } writer)
        {
            wire.Writer = ByteString.CopyFrom(writer.ToByteArray());
        }

        foreach (var record in batch.Records)
        {
            var written = Write(record.Event, record.Run);
            written.Run = record.Run.Path;
            wire.Records.Add(written);
        }

        return wire;
    }

    private static Wire.Record Write(RunEvent e, RunId run) => e switch
    {
        RunStarted started => new() { RunStarted = SpecFormat.Write(started) },
        ItemsAdded added => new() { ItemsAdded = Write(added) },
        InputsClosed closed => new() { InputsClosed = new() { Fault = ErrorFormat.Write(closed.Fault) } },
        ItemsFinished finished => new() { ItemsFinished = Write(finished, run) },
        ItemsRecalled recalled => new()
        {
            ItemsRecalled = new() { First = recalled.First, Count = recalled.Count, Generation = recalled.Generation, OldFirst = recalled.OldFirst },
        },
        ItemRetried retried => new() { ItemRetried = Write(retried, run) },
        RunResized resized => new() { RunResized = new() { Concurrency = resized.Concurrency } },
        RunStopped stopped => new() { RunStopped = new() { Error = ErrorFormat.Write(stopped.Error), IsAborted = stopped.IsAborted } },
        RunEnded ended => new()
        {
            RunEnded = new() { Phase = PhaseFormat.Write(ended.Phase), Error = ErrorFormat.Write(ended.Error), At = ended.At.UtcTicks },
        },
        _ => throw new ArgumentException($"{e.GetType().Name} has no form in the journal.", nameof(e)),
    };

    private static Wire.ItemsAdded Write(ItemsAdded added)
    {
        var wire = PageFormat.Write(added.Page);
        (wire.First, wire.At) = (added.First, added.At.UtcTicks);
        wire.Inputs = Write(added.Page.Block
            ?? throw new ArgumentException($"The inputs of task '{added.Page.Task.Name}' were not written for the journal.", nameof(added)));
        return wire;
    }

    private static Wire.ItemRetried Write(ItemRetried retried, RunId run)
    {
        var wire = new Wire.ItemRetried
        {
            Index = retried.Index,
            UserAttempts = retried.Attempts.User,
            SystemAttempts = retried.Attempts.System,
            Error = ErrorFormat.Write(retried.Error, run, retried.Index),
            Due = retried.Due.UtcTicks,
            Origin = retried.Origin is { } origin ? new() { Generation = origin.Generation, Index = origin.Index } : null,
        };
        DeathsFormat.Write(retried.Deaths, wire.Deaths);
        return wire;
    }

    private static Wire.ItemsFinished Write(ItemsFinished finished, RunId run)
    {
        var wire = SegmentFormat.Write(finished.Results, run);
        wire.Results = Write(finished.Results.Block ?? PayloadBlock.Empty);
        wire.IsRecovered = finished.IsRecovered;
        return wire;
    }

    private static Wire.Payloads Write(PayloadBlock block) =>
        block.Beside is { } beside ? new() { Beside = beside } : new() { Json = UnsafeByteOperations.UnsafeWrap(block.Json) };
}
