using Flyte.Actors.Runs;

namespace Flyte.Actors.Journal;

/// <summary>Snapshots from the form in which they are stored.</summary>
internal static class SnapshotReader
{
    internal static Snapshot Read(Wire.Tree wire, bool holdsResults)
    {
        var record = new TreeRecord(new RunId(wire.Root), holdsResults: holdsResults);
        foreach (var run in wire.Runs)
        {
            // Results that a later execution took over are held with those of the earlier one.
            var shared = run.Executions.Count > 1 ? new Dictionary<(long Sequence, int First), StoredResults>() : null;
            foreach (var execution in run.Executions)
            {
                var id = record.Id.Below(run.Path);
                record.Add(id, Read(execution, id, shared, holdsResults));
            }
        }

        return new Snapshot(record, wire.Last, wire.LastEvent.Memory);
    }

    private static RunState Read(Wire.Execution wire, RunId id, Dictionary<(long, int), StoredResults>? shared, bool holdsResults)
    {
        var started = SpecFormat.Read(wire.Started, id);
        var parts = new RunParts(started.Spec, started.At)
        {
            Phase = PhaseFormat.Read(wire.Phase),
            Error = ErrorFormat.Read(wire.Error),
            EndedAt = wire.HasEndedAt ? SpecFormat.At(wire.EndedAt) : null,
            Concurrency = wire.Concurrency,
            Stop = wire.Stop is { } stop ? new RunStopped(ErrorFormat.Read(stop.Error), stop.IsAborted) : null,
            Added = wire.Added,
            IsClosed = wire.IsClosed,
            InputFault = ErrorFormat.Read(wire.InputFault),
            Succeeded = wire.Succeeded,
            Recovered = wire.Recovered,
            Failed = wire.Failed,
            Aborted = wire.Aborted,
            TimedOut = wire.TimedOut,
            LowestFailure = ErrorFormat.Read(wire.LowestFailure),
            Failures = FailuresFormat.Read(wire),
            Results = Read(wire.Results, shared),
            Inputs = PlacesFormat.Read(wire.Inputs),
            Retries = wire.Retries.Select(r => KeyValuePair.Create(
                r.Index, new Retry(new AttemptCount(r.UserAttempts, r.SystemAttempts), SpecFormat.At(r.Due))
                {
                    Sequence = r.Event,
                    Deaths = DeathsFormat.Read(r.Deaths),
                })),
            Retaken = wire.Retaken.Select(o => new Origin(o.Generation, o.Index)),
            Ended = wire.Ended is { } ended ? EndedFormat.Read(ended, wire.Added) : null,
            HasCalled = wire.HasCalled ? wire.Called : null,
        };
        return new RunState(parts, holdsResults);
    }

    private static IEnumerable<RecordedSegment> Read(Wire.Results wire, Dictionary<(long, int), StoredResults>? shared)
    {
        var (place, moved, failed, next) = (0, 0, 0, wire.WithErrors.Count > 0 ? wire.WithErrors[0] : -1);
        foreach (var at in PlacesFormat.Read(wire.Places))
        {
            var hasErrors = place == next;
            if (hasErrors)
            {
                next = ++failed < wire.WithErrors.Count ? next + wire.WithErrors[failed] : -1;
            }

            var (first, offset) = (at.First, 0);
            if (moved < wire.Moved.Count && wire.Moved[moved].Place == place)
            {
                (first, offset) = (wire.Moved[moved].StoredFirst, wire.Moved[moved].Offset);
                moved++;
            }

            place++;
            yield return new RecordedSegment(at.First, at.Count, hasErrors, Stored(at.Sequence, first, shared), offset);
        }
    }

    private static StoredResults Stored(long sequence, int first, Dictionary<(long, int), StoredResults>? shared)
    {
        if (shared is null)
        {
            return new StoredResults(sequence, first, live: null);
        }

        return shared.TryGetValue((sequence, first), out var stored) ? stored : shared[(sequence, first)] = new StoredResults(sequence, first, live: null);
    }
}
