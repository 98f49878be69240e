using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Flyte.Actors.Tests.Support;

/// <summary>Where a node is.</summary>
/// <param name="Address">Its address, always the same.</param>
/// <param name="Enter">The beginning of a command that goes on in its network; empty for that of the machine.</param>
internal sealed record Site(string Address, IReadOnlyList<string> Enter)
{
    private const int LowestPort = 20_000;
    private const int HighestPort = 32_000;

    /// <summary>So many on the loopback interface.</summary>
    internal static IReadOnlyList<Site> OnLoopback(int count) =>
        [.. FreePorts(count).Select(port => new Site(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), []))];

    // Below those that the system gives to outgoing connections: a node that is started again has to find its port free.
    private static int[] FreePorts(int count) =>
        [.. Random.Shared.GetItems(Enumerable.Range(LowestPort, HighestPort - LowestPort).ToArray(), 100 * count).Distinct().Where(IsFree).Take(count)];

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
