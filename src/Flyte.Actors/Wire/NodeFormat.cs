using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Wire;

/// <summary>What nodes tell each other about their slots.</summary>
internal static class NodeFormat
{
    internal static Proto.OpenRun Write(OpenRun open) => new() { Run = open.RunId.Value };

    internal static OpenRun Read(Proto.OpenRun wire) => new(new RunId(wire.Run));

    internal static Proto.SlotsWished Write(SlotsWished wish) =>
        new() { Slots = wish.Slots, NeedsOne = wish.NeedsOne, Version = wish.Version, Has = wish.Has, Task = wish.Task };

    internal static SlotsWished Read(Proto.SlotsWished wire) => new(wire.Slots, wire.NeedsOne, wire.Version, wire.Has, wire.Task);

    internal static Proto.SlotsGranted Write(SlotsGranted grant) =>
        new() { Node = grant.Node, Slots = grant.Slots, Version = grant.Version, WishVersion = grant.WishVersion };

    internal static SlotsGranted Read(Proto.SlotsGranted wire) => new(wire.Node, wire.Slots, wire.Version, wire.WishVersion);

    internal static Proto.WatchGate Write(WatchGate watch) => new();

    internal static WatchGate Read(Proto.WatchGate wire) => WatchGate.Instance;

    internal static Proto.GateReport Write(GateReport report)
    {
        var wire = new Proto.GateReport { Node = report.Node, Capacity = report.Capacity, Free = report.Free, IsDraining = report.IsDraining };
        wire.Tasks.Add(report.Tasks);
        if (report.Fair is { } fair)
        {
            wire.Fair = fair;
        }

        wire.Cpu = report.Cpu is { } cpu ? Write(cpu) : null;
        wire.Describes = report.Describes;
        return wire;
    }

    internal static GateReport Read(Proto.GateReport wire) =>
        new(wire.Node, wire.Capacity, wire.Free, wire.IsDraining, [.. wire.Tasks], wire.HasFair ? wire.Fair : null, wire.Cpu is { } cpu ? Read(cpu) : null, wire.Describes);

    private static Proto.CpuReport Write(CpuReport cpu)
    {
        var wire = new Proto.CpuReport { Capacity = cpu.Capacity, Free = cpu.Free };
        wire.Tasks.Add(cpu.Tasks);
        if (cpu.Fair is { } fair)
        {
            wire.Fair = fair;
        }

        return wire;
    }

    private static CpuReport Read(Proto.CpuReport wire) => new(wire.Capacity, wire.Free, wire.HasFair ? wire.Fair : null, [.. wire.Tasks]);
}
