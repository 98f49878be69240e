using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Journal;

/// <summary>Events from the form in which they are stored. Payloads stay as they are until somebody knows their type.</summary>
internal static class RecordReader
{
    internal static JournalBatch Read(Wire.Batch wire)
    {
        var root = new RunId(wire.Root);
        return new JournalBatch(root, [.. wire.Records.Select(record => Read(record, root.Below(record.Run)))])
        {
            Writer = wire.HasWriter ? new Guid(wire.Writer.Span) : null,
        };
    }

    private static JournalRecord Read(Wire.Record wire, RunId run) => new(run, wire.EventCase switch
    {
        Wire.Record.EventOneofCase.RunStarted => SpecFormat.Read(wire.RunStarted, run),
        Wire.Record.EventOneofCase.ItemsAdded => new ItemsAdded(
            wire.ItemsAdded.First, PageFormat.Read(wire.ItemsAdded, Read(wire.ItemsAdded.Inputs, PageFormat.Values(wire.ItemsAdded))), SpecFormat.At(wire.ItemsAdded.At)),
        Wire.Record.EventOneofCase.InputsClosed => new InputsClosed(ErrorFormat.Read(wire.InputsClosed.Fault)),
        Wire.Record.EventOneofCase.ItemsFinished => new ItemsFinished(
            SegmentFormat.Read(wire.ItemsFinished, run, Read(wire.ItemsFinished.Results, SegmentFormat.Values(wire.ItemsFinished))), wire.ItemsFinished.IsRecovered),
        Wire.Record.EventOneofCase.ItemsRecalled =>
            new ItemsRecalled(wire.ItemsRecalled.First, wire.ItemsRecalled.Count, wire.ItemsRecalled.Generation, wire.ItemsRecalled.OldFirst, Results: null),
        Wire.Record.EventOneofCase.ItemRetried => new ItemRetried(
            wire.ItemRetried.Index,
            new AttemptCount(wire.ItemRetried.UserAttempts, wire.ItemRetried.SystemAttempts),
            ErrorFormat.Read(wire.ItemRetried.Error, run, wire.ItemRetried.Index),
            SpecFormat.At(wire.ItemRetried.Due),
            wire.ItemRetried.Origin is { } origin ? new Origin(origin.Generation, origin.Index) : null,
            DeathsFormat.Read(wire.ItemRetried.Deaths)),
        Wire.Record.EventOneofCase.RunResized => new RunResized(wire.RunResized.Concurrency),
        Wire.Record.EventOneofCase.RunStopped => new RunStopped(ErrorFormat.Read(wire.RunStopped.Error)!, wire.RunStopped.IsAborted),
        Wire.Record.EventOneofCase.RunEnded =>
            new RunEnded(PhaseFormat.Read(wire.RunEnded.Phase), ErrorFormat.Read(wire.RunEnded.Error), SpecFormat.At(wire.RunEnded.At)),
        _ => throw new InvalidDataException($"The journal of run '{run}' holds an event that this version does not know: it was written by a newer one."),
    });

    private static PayloadBlock Read(Wire.Payloads wire, int count) =>
        wire.Beside.Length > 0 ? new PayloadBlock(default, count, wire.Beside) : new PayloadBlock(wire.Json.Memory, count);
}
