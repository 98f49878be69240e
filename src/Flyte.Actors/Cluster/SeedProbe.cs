using System.Net.Sockets;
using Akka.Actor;

namespace Flyte.Actors.Cluster;

/// <summary>Looks what is at an address that does not answer.</summary>
internal static class SeedProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What is wrong with each of these, in a line.</summary>
    /// <param name="silent">Those that do not answer.</param>
    /// <param name="node">Who asks.</param>
    /// <param name="name">The name of the cluster.</param>
    /// <param name="errors">What remoting said of them last.</param>
    internal static async Task<string> DescribeAsync(
        IEnumerable<NodeAddress> silent, FlyteCluster node, string name, IReadOnlyDictionary<NodeAddress, Exception> errors) => string.Join(
        "; ",
        await Task.WhenAll(silent.Select(async address =>
            $"{address} {await DescribeAsync(address, node, name, errors.GetValueOrDefault(address)).ConfigureAwait(false)}")).ConfigureAwait(false));

    private static async Task<string> DescribeAsync(NodeAddress address, FlyteCluster node, string name, Exception? error)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address.Host, address.Port, patience.Token).ConfigureAwait(false);

            // What speaks no TLS takes its first words for an error: it is asked only where there is a sign of it.
            var tls = node.Tls is null && error is null ? null : await TlsProbe.FindAsync(socket, node.Tls, patience.Token).ConfigureAwait(false);
            return tls ?? $"takes connections and does not answer: it is no node of a cluster '{name}', or its Hostname is another one. Correct Name or Hostname, or SeedNodes";
        }
        catch (OperationCanceledException)
        {
            return "cannot be reached: nothing answers at that address, or something between drops what is sent";
        }
        catch (SocketException e)
        {
            return $"cannot be reached: {e.Message}";
        }
    }

    /// <summary>The address of a node of remoting.</summary>
    internal static NodeAddress Of(Address address) => new(address.Host ?? "", address.Port ?? 0);
}
