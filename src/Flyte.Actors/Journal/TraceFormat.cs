using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Journal;

/// <summary>The span that something is done for, as it is stored and sent.</summary>
internal static class TraceFormat
{
    internal static Wire.TraceContext? Write(TraceContext? trace)
    {
        if (trace is null)
        {
            return null;
        }

        var wire = new Wire.TraceContext { Parent = trace.Parent };
        if (trace.State is { } state)
        {
            wire.State = state;
        }

        return wire;
    }

    internal static TraceContext? Read(Wire.TraceContext? wire) => wire is null ? null : new(wire.Parent, wire.HasState ? wire.State : null);
}
