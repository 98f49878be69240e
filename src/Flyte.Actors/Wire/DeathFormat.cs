using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Google.Protobuf;

namespace Flyte.Actors.Wire;

/// <summary>What is said of processes that died.</summary>
internal static class DeathFormat
{
    internal static Proto.ReportDeath Write(ReportDeath report)
    {
        var wire = new Proto.ReportDeath { Run = report.RunId.Value, Death = ByteString.CopyFrom(report.Death.ToByteArray()) };
        wire.Items.Add(report.Items.Select(item => new Proto.HeldItem { RunHigh = (ulong)(item.Run >> 64), RunLow = (ulong)item.Run, Index = item.Index }));
        return wire;
    }

    internal static ReportDeath Read(Proto.ReportDeath wire) => new(
        new RunId(wire.Run), new Guid(wire.Death.Span), [.. wire.Items.Select(item => new HeldItem(new UInt128(item.RunHigh, item.RunLow), item.Index))]);

    internal static Proto.DeathCounted Write(DeathCounted counted) => new() { Run = counted.RunId.Value, Death = ByteString.CopyFrom(counted.Death.ToByteArray()) };

    internal static DeathCounted Read(Proto.DeathCounted wire) => new(new RunId(wire.Run), new Guid(wire.Death.Span));
}
