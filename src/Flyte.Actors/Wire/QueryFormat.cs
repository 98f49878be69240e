using Flyte.Actors.Journal;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Wire;

/// <summary>Questions about runs.</summary>
internal static class QueryFormat
{
    internal static Proto.ReadResults Write(ReadResults read) => new()
    {
        Run = read.RunId.Value,
        Order = OrderFormat.Write(read.Order),
        From = read.From,
        Max = read.Max,
        Consumed = read.Consumed,
        MaxBytes = read.MaxBytes,
    };

    internal static ReadResults Read(Proto.ReadResults wire) =>
        new(new RunId(wire.Run), OrderFormat.Read(wire.Order), wire.From, wire.Max, wire.Consumed, wire.MaxBytes);

    internal static Proto.GetRun Write(GetRun get) => new() { Run = get.RunId.Value, AtEnd = get.AtEnd };

    internal static GetRun Read(Proto.GetRun wire) => new(new RunId(wire.Run), wire.AtEnd);

    internal static Proto.ReadItems Write(ReadItems read) => new()
    {
        Run = read.RunId.Value,
        Phase = OrderFormat.Write(read.Query.Phase),
        From = read.Query.From,
        Limit = read.Query.Limit,
        MaxBytes = read.MaxBytes,
    };

    internal static ReadItems Read(Proto.ReadItems wire) => new(
        new RunId(wire.Run), new ItemQuery { Phase = OrderFormat.ReadAny(wire.Phase), From = wire.From, Limit = wire.Limit }, wire.MaxBytes);

    internal static Proto.ListRuns Write(ListRuns list)
    {
        var query = list.Query;
        var wire = new Proto.ListRuns
        {
            Phase = query.Phase is { } phase ? PhaseFormat.Write(phase) : Journal.Wire.Phase.Unspecified,
            Labels = LabelFormat.Write(query.Labels),
            Limit = query.Limit,
            MaxBytes = list.MaxBytes,
        };
        if (query.Task is { } task)
        {
            wire.Task = task;
        }

        if (query.Name is { } name)
        {
            wire.Name = name;
        }

        if (query.After is { } after)
        {
            wire.After = after;
        }

        return wire;
    }

    internal static ListRuns Read(Proto.ListRuns wire) => new(
        new RunQuery
        {
            Phase = wire.Phase == Journal.Wire.Phase.Unspecified ? null : PhaseFormat.Read(wire.Phase),
            Task = wire.HasTask ? wire.Task : null,
            Name = wire.HasName ? wire.Name : null,
            Labels = LabelFormat.Read(wire.Labels),
            After = wire.HasAfter ? wire.After : null,
            Limit = wire.Limit,
        },
        wire.MaxBytes);
}
