using System.Net;
using System.Net.Sockets;
using Flyte.Actors;
using Flyte.Node.Commands;

namespace Flyte.Node.Configuration;

/// <summary>A node that is a client for as long as its command takes.</summary>
internal static class ClientNode
{
    /// <summary>The client of a cluster.</summary>
    /// <param name="settings">The settings of a node: its name, its shards, its certificates.</param>
    /// <param name="seeds">Nodes of the cluster, as they were typed.</param>
    /// <exception cref="UsageException">One of them is no node.</exception>
    internal static FlyteCluster Of(ClusterSettings settings, IReadOnlyList<string> seeds)
    {
        try
        {
            var client = settings.Read() with { Roles = NodeRoles.None, Port = 0, SeedNodes = seeds };
            return settings.IsHostnameSet ? client : client with { Hostname = AddressTowards(client.SeedNodes[0]), BindHostname = null };
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"{ClusterOption.OptionName} names no node: {RuntimeSettings.Reason(e)}", "Give the address that a node shows when it is up.");
        }
    }

    // The address by which that node can answer. Nothing is sent.
    private static string AddressTowards(string seed)
    {
        var colon = seed.LastIndexOf(':');
        using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Connect(seed[..colon].Trim('[', ']'), int.Parse(seed[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture));
            var address = ((IPEndPoint)socket.LocalEndPoint!).Address;
            return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
        }
        catch (SocketException)
        {
            // The start says what is wrong with it.
            return new FlyteCluster().Hostname;
        }
    }
}
