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
        ItemRetried retried => new()
        {
            ItemRetried = new()
            {
                Index = retried.Index,
                UserAttempts = retried.Attempts.User,
                SystemAttempts = retried.Attempts.System,
                Error = ErrorFormat.Write(retried.Error, run, retried.Index),
                Due = retried.Due.UtcTicks,
                Origin = retried.Origin is { } origin ? new() { Generation = origin.Generation, Index = origin.Index } : null,
            },
        },
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
        var page = added.Page;
        var wire = new Wire.ItemsAdded
        {
            First = added.First,
            Count = page.Count,
            Task = page.Task.Name,
            Options = SpecFormat.Write(page.Options),
            Inputs = Write(page.Block ?? throw new ArgumentException($"The inputs of task '{page.Task.Name}' were not written for the journal.", nameof(added))),
            At = added.At.UtcTicks,
        };
        for (var i = 0; page.Block.Count < page.Count && i < page.Count; i++)
        {
            if (page.FaultAt(i) is { } fault)
            {
                var written = new Wire.Fault { Offset = i, Message = fault.Message, Code = fault.Code };
                if (fault.Text is not null)
                {
                    written.Text = fault.Text;
                }

                wire.Faults.Add(written);
            }
        }

        return wire;
    }

    private static Wire.ItemsFinished Write(ItemsFinished finished, RunId run)
    {
        var results = finished.Results;
        var wire = new Wire.ItemsFinished
        {
            First = results.First,
            Count = results.Count,
            Results = Write(results.Block ?? PayloadBlock.Empty),
            IsRecovered = finished.IsRecovered,
            Shared = ErrorFormat.Write(results.SharedError),
        };
        for (var index = results.First; results.HasErrors && index < results.End; index++)
        {
            if (results.ErrorAt(index) is { } error)
            {
                wire.Failures.Add(new Wire.Failure { Offset = index - results.First, Error = wire.Shared is null ? ErrorFormat.Write(error, run, index) : ErrorFormat.WriteOwn(error) });
            }
        }

        return wire;
    }

    private static Wire.Payloads Write(PayloadBlock block) =>
        block.Beside is { } beside ? new() { Beside = beside } : new() { Json = UnsafeByteOperations.UnsafeWrap(block.Json) };
}
