using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

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
        Wire.Record.EventOneofCase.ItemsAdded => Read(wire.ItemsAdded),
        Wire.Record.EventOneofCase.InputsClosed => new InputsClosed(ErrorFormat.Read(wire.InputsClosed.Fault)),
        Wire.Record.EventOneofCase.ItemsFinished => new ItemsFinished(Read(wire.ItemsFinished, run), wire.ItemsFinished.IsRecovered),
        Wire.Record.EventOneofCase.ItemsRecalled =>
            new ItemsRecalled(wire.ItemsRecalled.First, wire.ItemsRecalled.Count, wire.ItemsRecalled.Generation, wire.ItemsRecalled.OldFirst, Results: null),
        Wire.Record.EventOneofCase.ItemRetried => new ItemRetried(
            wire.ItemRetried.Index,
            new AttemptCount(wire.ItemRetried.UserAttempts, wire.ItemRetried.SystemAttempts),
            ErrorFormat.Read(wire.ItemRetried.Error, run, wire.ItemRetried.Index),
            SpecFormat.At(wire.ItemRetried.Due),
            wire.ItemRetried.Origin is { } origin ? new Origin(origin.Generation, origin.Index) : null),
        Wire.Record.EventOneofCase.RunResized => new RunResized(wire.RunResized.Concurrency),
        Wire.Record.EventOneofCase.RunStopped => new RunStopped(ErrorFormat.Read(wire.RunStopped.Error)!, wire.RunStopped.IsAborted),
        Wire.Record.EventOneofCase.RunEnded =>
            new RunEnded(PhaseFormat.Read(wire.RunEnded.Phase), ErrorFormat.Read(wire.RunEnded.Error), SpecFormat.At(wire.RunEnded.At)),
        _ => throw new InvalidDataException($"The journal of run '{run}' holds an event that this version does not know: it was written by a newer one."),
    });

    private static ItemsAdded Read(Wire.ItemsAdded wire) => new(
        wire.First,
        new StoredPage(
            wire.Task,
            SpecFormat.Read(wire.Options),
            wire.Count,
            Read(wire.Inputs, wire.Count - wire.Faults.Count),
            wire.Faults.ToDictionary(f => f.Offset, f => new InputFault(f.HasText ? f.Text : null, f.Message, f.Code))),
        SpecFormat.At(wire.At));

    private static EncodedSegment Read(Wire.ItemsFinished wire, RunId run)
    {
        var errors = wire.Failures.Count == 0 ? null : new ItemError?[wire.Count];
        var shared = ErrorFormat.Read(wire.Shared);
        foreach (var failure in wire.Failures)
        {
            var index = wire.First + failure.Offset;
            errors![failure.Offset] = shared is null ? ErrorFormat.Read(failure.Error, run, index) : ErrorFormat.ReadOwn(shared, failure.Error, run, index);
        }

        return new EncodedSegment(wire.First, wire.Count, Read(wire.Results, wire.Count - wire.Failures.Count), errors);
    }

    private static PayloadBlock Read(Wire.Payloads wire, int count) =>
        wire.Beside.Length > 0 ? new PayloadBlock(default, count, wire.Beside) : new PayloadBlock(wire.Json.Memory, count);
}
