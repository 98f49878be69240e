using Flyte.Actors.Journal;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Wire;

/// <summary>Leases and what is said about them.</summary>
internal static class LeaseFormat
{
    internal static Proto.Lease Write(Lease lease)
    {
        var page = lease.Page.Block is null || lease.Count == lease.Page.Count ? lease.Page : lease.Page.Slice(lease.Offset, lease.Count);
        var wire = new Proto.Lease
        {
            Number = lease.Number,
            Page = PayloadFormat.Write(page),
            First = lease.First,
            UserAttempts = lease.Attempts.User,
            SystemAttempts = lease.Attempts.System,
            IsRecalled = lease.IsRecalled,
            EndsAtFailure = lease.EndsAtFailure,
        };
        if (lease.Deadline is { } deadline)
        {
            wire.Deadline = deadline.UtcTicks;
        }

        return wire;
    }

    internal static Lease Read(Proto.Lease wire)
    {
        var page = PayloadFormat.Read(wire.Page);
        return new Lease(
            wire.Number,
            page,
            Offset: 0,
            wire.First,
            page.Count,
            new AttemptCount(wire.UserAttempts, wire.SystemAttempts),
            wire.HasDeadline ? SpecFormat.At(wire.Deadline) : null,
            wire.IsRecalled,
            wire.EndsAtFailure);
    }

    internal static Proto.Slept Write(Slept slept) => new() { Lease = slept.Lease };

    internal static Slept Read(Proto.Slept wire) => new(wire.Lease);

    internal static Proto.Flush Write(Flush flush) => new() { Lease = flush.Lease };

    internal static Flush Read(Proto.Flush wire) => new(wire.Lease);

    internal static Proto.Cancel Write(Cancel cancel) =>
        new() { Lease = cancel.Lease, First = cancel.First, Count = cancel.Count, Reason = ErrorFormat.Write(cancel.Reason) };

    internal static Cancel Read(Proto.Cancel wire) =>
        new(wire.Lease, wire.First, wire.Count, ErrorFormat.Read(wire.Reason) ?? throw new InvalidDataException("It says no reason."));

    internal static Proto.Progress Write(Progress progress) => new()
    {
        Lease = progress.Lease,
        Finished = Write(progress.Finished),
        GivenBack = progress.GivenBack,
        GivenBackCount = progress.GivenBackCount,
    };

    internal static Progress Read(Proto.Progress wire) => new(wire.Lease, Read(wire.Finished), wire.GivenBack, wire.GivenBackCount);

    internal static Proto.LeaseDone Write(LeaseDone done)
    {
        var wire = new Proto.LeaseDone
        {
            Lease = done.Lease,
            Finished = Write(done.Finished),
            Failed = ErrorFormat.Write(done.Failed),
            GivenBack = done.GivenBack,
            GivenBackCount = done.GivenBackCount,
            Elapsed = done.Elapsed.Ticks,
            HasLeaked = done.HasLeaked,
        };
        wire.Callers.Add(done.Callers ?? []);
        return wire;
    }

    internal static LeaseDone Read(Proto.LeaseDone wire) => new(
        wire.Lease,
        Read(wire.Finished),
        ErrorFormat.Read(wire.Failed),
        wire.GivenBack,
        wire.GivenBackCount,
        new TimeSpan(wire.Elapsed),
        wire.Callers.Count == 0 ? null : [.. wire.Callers],
        wire.HasLeaked);

    // A lease does not say of which run it is; the errors do.
    private static Proto.Results? Write(ResultSegment? results)
    {
        if (results is null)
        {
            return null;
        }

        var run = new RunId(RunOf(results));
        return new Proto.Results { Run = run.Value, Segment = PayloadFormat.Write(results, run) };
    }

    private static EncodedSegment? Read(Proto.Results? wire) => wire is null ? null : PayloadFormat.Read(wire.Segment, new RunId(wire.Run));

    private static string RunOf(ResultSegment results)
    {
        for (var index = results.First; results.HasErrors && index < results.End; index++)
        {
            if (results.ErrorAt(index) is { } error)
            {
                return error.RunId;
            }
        }

        return "";
    }
}
