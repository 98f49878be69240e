using Flyte.Actors.Tests.Chaos.Faults;
using Flyte.Actors.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Flyte.Actors.Tests.Chaos;

/// <summary>Three nodes in networks of their own with a database, which they reach by a file, and a client in another network.</summary>
[Collection(ClusterProcesses.Name)]
public sealed class ChaosClusterTests(ITestOutputHelper output) : ChaosTest(output)
{
    private const int Count = 3;
    private const int Slots = 32;

    // A node that does not answer is noticed after some five seconds, and given up after so many more.
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(3);

    // Only root has a disk for it.
    private readonly PostgresServer server = new(CanBeFull ? "4g" : "");
    private NetHub? net;
    private ChaosCallers? caller;

    private static bool CanBeFull => Environment.IsPrivilegedProcess;

    [PostgresFact]
    public async Task Nothing_is_lost_and_nothing_is_doubled()
    {
        net = await NetHub.CreateAsync(Count);
        var address = await server.CreateDatabaseAsync();
        var near = await PostgresServer.BySocketAsync(address);
        var seeds = net.Sites.Select(site => site.Address).ToArray();
        var clocks = Clocks(Count);
        var under = Under(Count, clocks);
        var nodes = Nodes = new MemberProcesses(
            net.Sites, (node, log) => new Victim.Member(seeds[node], seeds, NodeRoles.Both, Slots, near, log, TimeSpan.Zero, StableAfter), Folder)
        { StartsAgain = true, Under = under.Of };
        await nodes.StartAsync();
        caller = new ChaosCallers(seeds, NetHub.Host, net.Enter, StableAfter, client, nodes.Note);

        IChaosFault[] faults =
        [
            .. Everywhere(nodes, under, clocks),
            new Frozen(nodes, "frozen shortly", 0.5, 3), new Frozen(nodes, "frozen until given up", 11, 16),
            new CutOff(net, "cut off shortly", 0.5, 3), new CutOff(net, "cut off until given up", 11, 20),
            new DatabaseStopped(server, "fast"), new DatabaseStopped(server, "immediate"), new DatabaseFrozen(server), new DatabaseSlow(server),
            .. CanBeFull ? new IChaosFault[] { new DatabaseFull(server) } : [],
        ];
        await RunAsync(faults, () => Task.FromResult(FlyteStore.Parse(address)), isAlone: false);
    }

    private protected override async Task EndAsync()
    {
        caller?.Dispose();
        await base.EndAsync();
        net?.Dispose();
        await ((IAsyncLifetime)server).DisposeAsync();
        server.Dispose();
    }
}
