using Flyte.Actors.Journal;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Wire;

/// <summary>Commands that start runs and feed them.</summary>
internal static class StartFormat
{
    internal static Proto.StartRun Write(StartRun start) => new()
    {
        Run = start.RunId.Value,
        Spec = SpecFormat.Write(new RunStarted(start.Spec, default)),
        OnlyOrder = start.Spec.OnlyOrder is { } order ? OrderFormat.Write(order) : Proto.ReadOrder.Unspecified,
        IsRecorded = start.Spec.IsRecorded,
        IsNew = start.IsNew,
        First = start.First is { } first ? Write(first) : null,
    };

    internal static StartRun Read(Proto.StartRun wire)
    {
        var spec = SpecFormat.Read(wire.Spec, new RunId(wire.Run)).Spec with
        {
            OnlyOrder = wire.OnlyOrder == Proto.ReadOrder.Unspecified ? null : OrderFormat.Read(wire.OnlyOrder),
            IsRecorded = wire.IsRecorded,
        };
        return new StartRun(spec, wire.IsNew, wire.First is { } first ? Read(first) : null);
    }

    internal static Proto.AddItems Write(AddItems add)
    {
        var wire = new Proto.AddItems
        {
            Run = add.RunId.Value,
            Offset = add.Offset,
            Page = add.Page is { } page ? PayloadFormat.Write(page) : null,
            IsLast = add.IsLast,
            Fault = ErrorFormat.Write(add.Fault),
        };
        wire.Recovered.Add((add.Recovered ?? []).Select(segment => PayloadFormat.Write(segment, add.RunId)));
        return wire;
    }

    internal static AddItems Read(Proto.AddItems wire)
    {
        var run = new RunId(wire.Run);
        return new AddItems(
            run,
            wire.Offset,
            wire.Page is { } page ? PayloadFormat.Read(page) : null,
            wire.IsLast,
            ErrorFormat.Read(wire.Fault),
            wire.Recovered.Count == 0 ? null : [.. wire.Recovered.Select(segment => PayloadFormat.Read(segment, run))]);
    }

    internal static Proto.RerunRun Write(RerunRun rerun)
    {
        var wire = new Proto.RerunRun
        {
            Run = rerun.RunId.Value,
            Source = SpecFormat.Write(rerun.Source),
            Labels = LabelFormat.Write(rerun.Labels),
            Trace = TraceFormat.Write(rerun.Trace),
        };
        if (rerun.Name is { } name)
        {
            wire.Name = name;
        }

        return wire;
    }

    internal static RerunRun Read(Proto.RerunRun wire) =>
        new(new RunId(wire.Run), SpecFormat.Read(wire.Source), wire.HasName ? wire.Name : null, LabelFormat.Read(wire.Labels), TraceFormat.Read(wire.Trace));
}
