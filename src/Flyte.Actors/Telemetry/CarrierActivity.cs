using System.Diagnostics;

namespace Flyte.Actors.Telemetry;

/// <summary>
/// Stands where the span of a body would, for what the body calls elsewhere: so that a trace which is not recorded stays so there,
/// and one that is recorded is not begun anew. It is never exported itself.
/// </summary>
internal sealed class CarrierActivity : Activity
{
    private CarrierActivity(TraceContext carried)
        : base("flyte.lease")
    {
        Carried = carried;
        IsAllDataRequested = false;
        SetParentId(carried.Parent);
        TraceStateString = carried.State;
    }

    /// <summary>What runs that the body starts are done for.</summary>
    internal TraceContext Carried { get; }

    /// <summary>Has the code that runs here do what it does for a span.</summary>
    internal static CarrierActivity Start(TraceContext carried)
    {
        var carrier = new CarrierActivity(carried);
        carrier.Start();
        return carrier;
    }
}
