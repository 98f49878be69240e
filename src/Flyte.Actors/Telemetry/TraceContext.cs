using System.Diagnostics;

namespace Flyte.Actors.Telemetry;

/// <summary>The span that something is done for, as W3C Trace Context writes it.</summary>
/// <param name="Parent">The <c>traceparent</c>: the trace, the span, and whether it is recorded.</param>
/// <param name="State">The <c>tracestate</c>; null for none.</param>
internal sealed record TraceContext(string Parent, string? State)
{
    // What W3C asks to be passed on at least; it goes with every page of calls.
    private const int LongestState = 512;

    /// <summary>What the code that runs here is done for; null outside all spans.</summary>
    internal static TraceContext? Current => Of(Activity.Current);

    internal static TraceContext? Of(Activity? activity) => activity switch
    {
        null => null,
        CarrierActivity carrier => carrier.Carried,
        { IdFormat: ActivityIdFormat.W3C, Id: { } id } => new(id, activity.TraceStateString is { Length: > 0 and <= LongestState } state ? state : null),
        _ => null,
    };

    /// <summary>The same for .NET; null when it is not written as it should be.</summary>
    internal ActivityContext? Parse() => ActivityContext.TryParse(Parent, State, isRemote: true, out var context) ? context : null;
}
