namespace Flyte.Actors.Protocol;

/// <summary>How large messages between nodes may be. A larger one would be dropped on its way, so that none is ever made.</summary>
internal static class WireLimits
{
    /// <summary>What one message may come to on its way, with all that is put around it; remoting is configured with it.</summary>
    internal const int MaxFrameBytes = 4 * 1024 * 1024;

    /// <summary>What one message may come to by itself; the rest of the frame is for envelopes and paths.</summary>
    internal const int MaxMessageBytes = MaxFrameBytes - (64 * 1024);

    /// <summary>What a page of inputs, results, items or runs comes to when it goes to another node, unless one alone is larger.</summary>
    internal const int MaxPageBytes = 512 * 1024;

    /// <summary>The most that MaxPayloadBytes may be on nodes of a cluster.</summary>
    /// <remarks>An item that is listed has its input, its result, and an error of which every text is cut.</remarks>
    internal const int MaxPayloadBytes = (MaxMessageBytes - (512 * 1024)) / 2;

    /// <summary>What the name and the labels of a run come to together: they are with it wherever it is listed.</summary>
    internal const int MaxNamingBytes = 16 * 1024;

    /// <summary>Checks that the largest payload fits a frame.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    internal static void Demand(int maxPayloadBytes)
    {
        if (maxPayloadBytes > MaxPayloadBytes)
        {
            throw new ArgumentException(
                $"MaxPayloadBytes is {maxPayloadBytes:N0}; in a cluster it is at most {MaxPayloadBytes:N0}, so that an item with its input and its result fits one message of {MaxFrameBytes:N0} bytes. Pass references to larger data.",
                nameof(maxPayloadBytes));
        }
    }
}
