using Xunit;

namespace Flyte.Actors.Tests.Support;

/// <summary>Two nodes that hold recorded runs and execute items, and a client, on a database of their own; for all tests of a class.</summary>
public sealed class StoredFleet(PostgresServer server) : NodeTest, IAsyncLifetime
{
    internal Peer A { get; } = new("a");

    internal Peer B { get; } = new("b");

    /// <summary>It holds nothing, executes nothing, and has no store.</summary>
    internal Peer Client { get; } = new("client");

    /// <summary>A task that only the client has and <see cref="B"/>.</summary>
    internal FlyteTask<Act, int> Rare { get; private set; } = null!;

    /// <summary>A task that only the client has.</summary>
    internal FlyteTask<int, int> Unknown { get; private set; } = null!;

    internal Peer[] Nodes => [A, B];

    internal Peer[] All => [A, B, Client];

    internal Peer Of(string name) => All.Single(peer => peer.Name == name);

    async Task IAsyncLifetime.InitializeAsync()
    {
        if (PostgresBinaries.SkipReason is not null)
        {
            return;
        }

        (Rare, Unknown) = (Client.AddRare(), Client.Env.Task("unknown", (int x) => x));
        B.AddRare();
        Store = FlyteStore.PostgreSql(await server.CreateDatabaseAsync());
        var both = Plain with { Roles = NodeRoles.Both };
        A.Flyte = await StartAsync(both, A.Env);
        var joins = both with { SeedNodes = [AddressOf(A.Flyte)] };
        await Task.WhenAll(JoinAsync(B, joins), JoinAsync(Client, joins with { Roles = NodeRoles.None }));
    }

    private async Task JoinAsync(Peer peer, FlyteCluster cluster) => peer.Flyte = await StartAsync(cluster, peer.Env);
}
