using Flyte.Actors.Journal;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Wire;

/// <summary>What runs look like.</summary>
internal static class InfoFormat
{
    internal static Proto.RunStatus Write(RunStatus status) => new() { Run = status.RunId.Value, Info = Write(status.Info) };

    internal static RunStatus Read(Proto.RunStatus wire) => new(new RunId(wire.Run), Read(wire.Info));

    internal static Proto.RunList Write(RunList list)
    {
        var wire = new Proto.RunList { IsCut = list.IsCut };
        wire.Runs.Add(list.Runs.Select(Write));
        return wire;
    }

    internal static RunList Read(Proto.RunList wire) => new([.. wire.Runs.Select(Read)], wire.IsCut);

    internal static Proto.RunInfo Write(RunInfo info)
    {
        var wire = new Proto.RunInfo
        {
            Id = info.Id,
            Task = info.Task,
            Phase = PhaseFormat.Write(info.Phase),
            Items = Write(info.Items),
            Concurrency = info.Concurrency,
            Slots = info.Slots,
            LeakedBodies = info.LeakedBodies,
            StartedAt = info.StartedAt.UtcTicks,
            Error = ErrorFormat.Write(info.Error),
        };
        wire.Labels.Add(info.Labels.ToDictionary(StringComparer.Ordinal));
        if (info.Name is { } name)
        {
            wire.Name = name;
        }

        if (info.RerunOf is { } of)
        {
            wire.RerunOf = of;
        }

        if (info.EndedAt is { } at)
        {
            wire.EndedAt = at.UtcTicks;
        }

        if (info.Notice is { } notice)
        {
            wire.Notice = Errors.Cut(notice);
        }

        return wire;
    }

    internal static RunInfo Read(Proto.RunInfo wire) => new()
    {
        Id = wire.Id,
        Task = wire.Task,
        Name = wire.HasName ? wire.Name : null,
        Labels = wire.Labels.ToDictionary(StringComparer.Ordinal),
        RerunOf = wire.HasRerunOf ? wire.RerunOf : null,
        Phase = PhaseFormat.Read(wire.Phase),
        Items = Read(wire.Items),
        Concurrency = wire.Concurrency,
        Slots = wire.Slots,
        LeakedBodies = wire.LeakedBodies,
        StartedAt = SpecFormat.At(wire.StartedAt),
        EndedAt = wire.HasEndedAt ? SpecFormat.At(wire.EndedAt) : null,
        Notice = wire.HasNotice ? wire.Notice : null,
        Error = ErrorFormat.Read(wire.Error),
    };

    private static Proto.ItemCounts Write(ItemCounts counts) => new()
    {
        Total = counts.Total,
        Queued = counts.Queued,
        Running = counts.Running,
        Retrying = counts.Retrying,
        Succeeded = counts.Succeeded,
        Failed = counts.Failed,
        Aborted = counts.Aborted,
        TimedOut = counts.TimedOut,
        MoreToCome = counts.MoreToCome,
        Recovered = counts.Recovered,
    };

    private static ItemCounts Read(Proto.ItemCounts wire) => new(
        wire.Total, wire.Queued, wire.Running, wire.Retrying, wire.Succeeded, wire.Failed, wire.Aborted, wire.TimedOut, wire.MoreToCome)
    {
        Recovered = wire.Recovered,
    };
}
