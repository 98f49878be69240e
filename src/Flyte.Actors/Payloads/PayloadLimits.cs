namespace Flyte.Actors.Payloads;

/// <summary>How large recorded payloads may be, in bytes of JSON.</summary>
/// <param name="Item">The most for one input or result; above it stands an error in its slot.</param>
internal sealed record PayloadLimits(int Item)
{
    /// <summary>A block that has got so large is closed, so that an event of the journal holds some of them.</summary>
    internal const int Block = 64 * 1024;

    /// <summary>A block above it, which is one large payload, is stored beside the journal.</summary>
    internal const int Beside = 128 * 1024;

    /// <summary>For what is written and kept in memory only.</summary>
    internal static PayloadLimits None { get; } = new(int.MaxValue);

    internal string Refusal(long size, string role) =>
        $"The {role} is {size:N0} bytes of JSON; the limit is {Item:N0}. Pass a reference to the data, or raise MaxPayloadBytes.";
}
