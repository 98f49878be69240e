using Flyte.Actors.Runs;
using Google.Protobuf;

namespace Flyte.Actors.Journal;

/// <summary>Snapshots to the form in which they are stored.</summary>
internal static class SnapshotWriter
{
    internal static Wire.Tree Write(Snapshot snapshot)
    {
        var record = snapshot.Record;
        var wire = new Wire.Tree
        {
            Root = record.Id.Value,
            Last = snapshot.Last,
            LastEvent = UnsafeByteOperations.UnsafeWrap(snapshot.LastEvent),
        };
        foreach (var id in record.Runs.OrderBy(run => run.Value, StringComparer.Ordinal))
        {
            var run = new Wire.Run { Path = id.Path };
            run.Executions.Add(record.Executions(id).Select(Write));
            wire.Runs.Add(run);
        }

        return wire;
    }

    private static Wire.Execution Write(RunState state)
    {
        var wire = new Wire.Execution
        {
            Started = SpecFormat.Write(new RunStarted(state.Spec, state.StartedAt)),
            Phase = PhaseFormat.Write(state.Phase),
            Error = ErrorFormat.Write(state.Error),
            Concurrency = state.Concurrency,
            Stop = state.Stop is { } stop ? new() { Error = ErrorFormat.Write(stop.Error), IsAborted = stop.IsAborted } : null,
            Added = state.Added,
            IsClosed = state.IsClosed,
            InputFault = ErrorFormat.Write(state.InputFault),
            Succeeded = state.Succeeded,
            Recovered = state.Recovered,
            Failed = state.Failed,
            Aborted = state.Aborted,
            TimedOut = state.TimedOut,
            LowestFailure = ErrorFormat.Write(state.LowestFailure),
            Results = Write(state.Results),
            Inputs = PlacesFormat.Write(state.Inputs),
            Ended = state.Ended is { } ended ? EndedFormat.Write(ended) : null,
        };
        if (state.EndedAt is { } at)
        {
            wire.EndedAt = at.UtcTicks;
        }

        if (state.HasCalled is { } called)
        {
            wire.Called = called;
        }

        FailuresFormat.Write(state.Failures, wire);
        wire.Retries.Add(state.Retries.OrderBy(r => r.Key).Select(r => Write(r.Key, r.Value)));
        wire.Retaken.Add(state.Retaken.OrderBy(o => (o.Generation, o.Index)).Select(o => new Wire.Origin { Generation = o.Generation, Index = o.Index }));
        return wire;
    }

    private static Wire.Results Write(ResultLog results)
    {
        var segments = results.All.Cast<RecordedSegment>().ToList();
        var wire = new Wire.Results
        {
            Places = PlacesFormat.Write(segments.Select(s => new RecordedInputs(s.First, s.Count, s.Stored.Sequence))),
        };
        for (var (place, before) = (0, 0); place < segments.Count; place++)
        {
            var segment = segments[place];
            if (segment.HasErrors)
            {
                wire.WithErrors.Add(place - before);
                before = place;
            }

            if (segment.Stored.First != segment.First || segment.Offset != 0)
            {
                wire.Moved.Add(new Wire.Moved { Place = place, StoredFirst = segment.Stored.First, Offset = segment.Offset });
            }
        }

        return wire;
    }

    private static Wire.Retried Write(int index, Retry retry)
    {
        var wire = new Wire.Retried
        {
            Index = index,
            UserAttempts = retry.Made.User,
            SystemAttempts = retry.Made.System,
            Due = retry.Due.UtcTicks,
            Event = retry.Sequence,
        };
        DeathsFormat.Write(retry.Deaths, wire.Deaths);
        return wire;
    }
}
