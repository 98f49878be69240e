using System.Buffers.Binary;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Google.Protobuf;

namespace Flyte.Actors.Journal;

/// <summary>What a run is, as it is stored.</summary>
internal static class SpecFormat
{
    internal static Wire.RunStarted Write(RunStarted started)
    {
        var spec = started.Spec;
        var wire = new Wire.RunStarted
        {
            Task = spec.Task,
            Options = Write(spec.Options),
            Concurrency = spec.Concurrency,
            RunAhead = spec.RunAhead,
            FailFast = spec.FailFast,
            Input = spec.Input is { } input ? Write(input) : ByteString.Empty,
            ParentItem = spec.ParentItem,
            ParentAttempt = spec.ParentAttempt,
            ParentFailures = spec.ParentFailures,
            IsRecalled = spec.IsRecalled,
            At = started.At.UtcTicks,
            Trace = TraceFormat.Write(spec.Trace),
        };
        if (spec.Source is { } source)
        {
            wire.Source = Write(source);
        }

        wire.Labels.Add(spec.Labels.ToDictionary(StringComparer.Ordinal));
        if (spec.Name is { } name)
        {
            wire.Name = name;
        }

        if (spec.Deadline is { } deadline)
        {
            wire.Deadline = deadline.UtcTicks;
        }

        return wire;
    }

    internal static RunStarted Read(Wire.RunStarted wire, RunId id) => new(
        new RunSpec
        {
            Id = id,
            Task = wire.Task,
            Options = Read(wire.Options),
            Concurrency = wire.Concurrency,
            RunAhead = wire.RunAhead,
            FailFast = wire.FailFast,
            Input = wire.Input.Length == 0 ? null : Read(wire.Input),
            Name = wire.HasName ? wire.Name : null,
            Labels = wire.Labels.ToDictionary(StringComparer.Ordinal),
            Deadline = wire.HasDeadline ? At(wire.Deadline) : null,
            Parent = id.Parent,
            ParentItem = wire.ParentItem,
            ParentAttempt = wire.ParentAttempt,
            ParentFailures = wire.ParentFailures,
            IsRecalled = wire.IsRecalled,
            IsRecorded = true,
            Source = wire.Source is { } source ? Read(source) : null,
            Trace = TraceFormat.Read(wire.Trace),
        },
        At(wire.At));

    internal static Wire.Source Write(RerunSource source)
    {
        var wire = new Wire.Source { Run = source.Of.Value, Recovers = source.Recovers };
        wire.Force.Add(source.Force);
        wire.Inputs.Add(new Dictionary<int, string>(source.Inputs));
        return wire;
    }

    internal static RerunSource Read(Wire.Source wire) => new(new RunId(wire.Run), wire.Recovers, [.. wire.Force], wire.Inputs);

    /// <summary>The options; nothing at all for the default ones, which most pages have.</summary>
    internal static Wire.Options? Write(TaskOptions options)
    {
        if (options == TaskOptions.Default)
        {
            return null;
        }

        var wire = new Wire.Options { Retries = options.Retries };
        if (options.Backoff != Backoff.None)
        {
            wire.Backoff = new Wire.Backoff { Base = options.Backoff.Base.Ticks, Factor = options.Backoff.Factor };
            Set(options.Backoff.Cap, ticks => wire.Backoff.Cap = ticks);
        }

        Set(options.MaxRuntime, ticks => wire.MaxRuntime = ticks);
        Set(options.MaxQueuedTime, ticks => wire.MaxQueuedTime = ticks);
        Set(options.Deadline, ticks => wire.Deadline = ticks);
        if (options.Tolerance.MaxFailures is { } most)
        {
            wire.MaxFailures = most;
        }

        if (options.Tolerance.MinSuccesses is { } least)
        {
            wire.MinSuccesses = least;
        }

        if (options.Tolerance.MinSuccessRatio is { } share)
        {
            wire.MinSuccessRatio = share;
        }

        if (options.Group is { } group)
        {
            wire.Group = group;
        }

        if (options.Cache != Cache.Disabled)
        {
            wire.Cache = CacheFormat.Write(options.Cache);
        }

        return wire;
    }

    internal static TaskOptions Read(Wire.Options? wire) => wire is null ? TaskOptions.Default : new()
    {
        Retries = wire.Retries,
        Backoff = wire.Backoff is { } b ? new Backoff(new TimeSpan(b.Base), b.Factor, b.HasCap ? new TimeSpan(b.Cap) : null) : Backoff.None,
        MaxRuntime = wire.HasMaxRuntime ? new TimeSpan(wire.MaxRuntime) : null,
        MaxQueuedTime = wire.HasMaxQueuedTime ? new TimeSpan(wire.MaxQueuedTime) : null,
        Deadline = wire.HasDeadline ? new TimeSpan(wire.Deadline) : null,
        Tolerance = new Tolerance
        {
            MaxFailures = wire.HasMaxFailures ? wire.MaxFailures : null,
            MinSuccesses = wire.HasMinSuccesses ? wire.MinSuccesses : null,
            MinSuccessRatio = wire.HasMinSuccessRatio ? wire.MinSuccessRatio : null,
        },
        Group = wire.HasGroup ? wire.Group : null,
        Cache = CacheFormat.Read(wire.Cache),
    };

    internal static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private static void Set(TimeSpan? span, Action<long> set)
    {
        if (span is { } length)
        {
            set(length.Ticks);
        }
    }

    private static ByteString Write(InputDigest digest)
    {
        var bytes = new byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, digest.High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), digest.Low);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static InputDigest Read(ByteString bytes) => new(
        BinaryPrimitives.ReadUInt128BigEndian(bytes.Span), BinaryPrimitives.ReadUInt128BigEndian(bytes.Span[16..]));
}
