using System.Globalization;

namespace Flyte.Actors.Tests.Support;

/// <summary>
/// Networks of the test's own: one for each node, all joined by a bridge in another, where whoever is to see every node is. A node is
/// cut off there: its cable is pulled, as it were, and nobody is told.
/// </summary>
internal sealed class NetHub : IDisposable
{
    private const string Net = "10.77.0.";
    private const int Port = 4053;

    private readonly NetSpace hub;
    private readonly List<NetSpace> spaces = [];

    private NetHub(NetSpace hub) => this.hub = hub;

    /// <summary>The nodes, each in its network.</summary>
    internal IReadOnlyList<Site> Sites => [.. spaces.Select((space, node) => new Site(string.Create(CultureInfo.InvariantCulture, $"{HostOf(node)}:{Port}"), space.Enter))];

    /// <summary>The host that is never cut off.</summary>
    internal static string Host => Net + "254";

    /// <summary>The beginning of a command that goes on at that host.</summary>
    internal IReadOnlyList<string> Enter => hub.Enter;

    /// <summary>Makes so many.</summary>
    /// <exception cref="InvalidOperationException">The machine does not allow it.</exception>
    internal static async Task<NetHub> CreateAsync(int count)
    {
        var net = new NetHub(await NetSpace.CreateAsync());
        try
        {
            await net.hub.RunAsync("ip link set lo up");
            await net.hub.RunAsync("ip link add hub type bridge");
            await net.hub.RunAsync($"ip address add {Host}/24 dev hub");
            await net.hub.RunAsync("ip link set hub up");
            for (var node = 0; node < count; node++)
            {
                await net.AddAsync(node);
            }

            return net;
        }
        catch
        {
            net.Dispose();
            throw;
        }
    }

    /// <summary>From now on nothing goes to a node or comes from it.</summary>
    internal Task CutAsync(int node) => hub.RunAsync($"ip link set {CableOf(node)} down");

    /// <summary>All goes to it and from it again.</summary>
    internal Task HealAsync(int node) => hub.RunAsync($"ip link set {CableOf(node)} up");

    public void Dispose()
    {
        spaces.ForEach(space => space.Dispose());
        hub.Dispose();
    }

    private async Task AddAsync(int node)
    {
        var space = await hub.CreateInnerAsync();
        spaces.Add(space);
        await hub.RunAsync(string.Create(CultureInfo.InvariantCulture, $"ip link add {CableOf(node)} type veth peer name cable netns {space.Keeper}"));
        await hub.RunAsync($"ip link set {CableOf(node)} master hub up");
        await space.RunAsync("ip link set lo up");
        await space.RunAsync($"ip address add {HostOf(node)}/24 dev cable");
        await space.RunAsync("ip link set cable up");
    }

    private static string HostOf(int node) => string.Create(CultureInfo.InvariantCulture, $"{Net}{node + 1}");

    private static string CableOf(int node) => string.Create(CultureInfo.InvariantCulture, $"cable{node}");
}
