using System.Globalization;
using System.Net;

namespace Flyte.Actors.Cluster;

/// <summary>Where a node is reached.</summary>
/// <param name="Host">A host name or an IP address; one of IPv6 without brackets.</param>
/// <param name="Port">A TCP port.</param>
internal sealed record NodeAddress(string Host, int Port)
{
    /// <summary>Reads <c>host:port</c>; an IPv6 address stands in brackets.</summary>
    internal static NodeAddress? TryParse(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        var colon = trimmed.LastIndexOf(':');
        if (colon < 1
            || !int.TryParse(trimmed.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > ushort.MaxValue)
        {
            return null;
        }

        var host = trimmed[..colon];
        var isBracketed = host.StartsWith('[') && host.EndsWith(']');
        var bare = isBracketed ? host[1..^1] : host;
        return isBracketed == bare.Contains(':', StringComparison.Ordinal) && IsHost(bare) ? new NodeAddress(bare, port) : null;
    }

    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return string.Create(CultureInfo.InvariantCulture, $"{host}:{Port}");
    }

    internal static string CheckHost(string host, string name, bool isReached)
    {
        if (!IsHost(host))
        {
            throw new ArgumentException(
                $"{name} '{host}' is no host name and no IP address: write one without a port, such as node1.example.org or 10.0.0.1.", name);
        }

        if (isReached && IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
        {
            throw new ArgumentException(
                $"{name} {host} is the address of no machine: give the one by which other nodes reach this one, and {host} as BindHostname.", name);
        }

        return host;
    }

    internal static IReadOnlyList<string> CheckSeeds(IReadOnlyList<string> seeds, string name)
    {
        ArgumentNullException.ThrowIfNull(seeds, name);
        var seen = new HashSet<NodeAddress>();
        foreach (var seed in seeds)
        {
            var address = TryParse(seed)
                ?? throw new ArgumentException($"'{seed}' in {name} is no host:port: write one such as 10.0.0.1:4053.", name);
            if (!seen.Add(address))
            {
                throw new ArgumentException($"'{seed}' is in {name} twice.", name);
            }
        }

        return seeds.Count == 0 ? [] : [.. seen.Select(address => address.ToString())];
    }

    private static bool IsHost(string host) => !string.IsNullOrWhiteSpace(host) && Uri.CheckHostName(host) != UriHostNameType.Unknown;
}
