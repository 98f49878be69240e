using System.Globalization;
using System.Net;

namespace Flyte.Node.Configuration;

/// <summary>The settings of the web interface of a node, below <c>web</c>.</summary>
internal sealed record WebSettings
{
    internal const string Group = "web";

    /// <summary>What stands for <see cref="Listen"/> where there is to be no web interface.</summary>
    internal const string Nowhere = "none";

    // Longer than a timer can wait would fail at the first request.
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(24);

    /// <summary>Where it listens: a port of this machine alone, or an address with a port; <see cref="Nowhere"/> for no web interface.</summary>
    public string Listen
    {
        get;
        init
        {
            if (!IsNowhere(value))
            {
                EndPointOf(value.Trim());
            }

            field = value;
        }
    } = "127.0.0.1:8080";

    /// <summary>The keys that are let in, as <see cref="ApiKey"/> writes them. With none, everybody is who reaches it, which only this machine may.</summary>
    public IReadOnlyList<string> Keys
    {
        get;
        init => field = [.. value.Select(key => ApiKey.Parse(key).ToString())];
    } = [];

    /// <summary>A PEM file with the certificate, and those between it and its authority, for HTTPS; null for HTTP.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>A PEM file with the certificate's key; null where that is in the same file.</summary>
    public string? KeyPath { get; init; }

    /// <summary>The most bytes of a request in JSON. One that is streamed in lines has no bound.</summary>
    public int MaxBodyBytes
    {
        get;
        init => field = Positive(value, nameof(MaxBodyBytes));
    } = 32 * 1024 * 1024;

    /// <summary>The most bytes of one line of a streamed request, which is one input.</summary>
    public int MaxItemBytes
    {
        get;
        init => field = Positive(value, nameof(MaxItemBytes));
    } = 1024 * 1024;

    /// <summary>The most inputs of one run.</summary>
    public int MaxItems
    {
        get;
        init => field = Positive(value, nameof(MaxItems));
    } = 100_000_000;

    /// <summary>The most connections at once.</summary>
    public int MaxConnections
    {
        get;
        init => field = Positive(value, nameof(MaxConnections));
    } = 2000;

    /// <summary>How long an answer is waited for that a store or another node has to give.</summary>
    public TimeSpan RequestTimeout
    {
        get;
        init => field = Positive(value, nameof(RequestTimeout));
    } = TimeSpan.FromSeconds(30);

    /// <summary>How long the next line of a streamed request is waited for; an empty line shows that more will come.</summary>
    public TimeSpan LineTimeout
    {
        get;
        init => field = Positive(value, nameof(LineTimeout));
    } = TimeSpan.FromMinutes(5);

    internal bool IsOff => IsNowhere(Listen);

    /// <summary>Where it listens.</summary>
    internal IPEndPoint EndPoint() => EndPointOf(Listen.Trim());

    private static bool IsNowhere(string text) => string.Equals(text.Trim(), Nowhere, StringComparison.OrdinalIgnoreCase);

    private static IPEndPoint EndPointOf(string text)
    {
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return new IPEndPoint(IPAddress.Loopback, port);
        }

        var named = text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) ? $"{IPAddress.Loopback}{text[9..]}" : text;
        return named.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(named, out var endPoint) && HasPort(named)
            ? endPoint
            : throw new ArgumentException($"'{text}' is neither a port such as 8080 nor an address with a port such as 0.0.0.0:8080.", nameof(Listen));
    }

    // What has no port is parsed as an address with port 0.
    private static bool HasPort(string text) => text.LastIndexOf(':') is var colon && colon > text.LastIndexOf(']') && (text[0] == '[' || text.IndexOf(':', StringComparison.Ordinal) == colon);

    private static int Positive(int value, string name) => value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, "It is 1 or more.");

    private static TimeSpan Positive(TimeSpan value, string name) =>
        value > TimeSpan.Zero && value <= LongestTime ? value : throw new ArgumentOutOfRangeException(name, value, "It is longer than nothing and at most 24 days.");
}
