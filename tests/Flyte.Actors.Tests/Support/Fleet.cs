using Xunit;

namespace Flyte.Actors.Tests.Support;

/// <summary>Three nodes that execute items and a client, for all tests of a class.</summary>
public sealed class Fleet : NodeTest, IAsyncLifetime
{
    internal const int Slots = 16;

    internal Peer A { get; } = new("a");

    internal Peer B { get; } = new("b");

    internal Peer C { get; } = new("c");

    /// <summary>It executes nothing.</summary>
    internal Peer Client { get; } = new("client");

    /// <summary>A task that only the client has and <see cref="C"/>.</summary>
    internal FlyteTask<Act, int> Rare => Client.Rare!;

    internal Peer[] Nodes => [A, B, C];

    internal Peer Of(string name) => new[] { A, B, C, Client }.Single(peer => peer.Name == name);

    internal string AddressOf(Peer peer) => AddressOf(peer.Flyte);

    async Task IAsyncLifetime.InitializeAsync()
    {
        var plain = Plain with { Slots = Slots };
        A.Flyte = await StartAsync(plain, A.Env);
        var joins = plain with { SeedNodes = [AddressOf(A.Flyte)] };
        Client.AddRare();
        C.AddRare();
        await Task.WhenAll(JoinAsync(B, joins), JoinAsync(C, joins), JoinAsync(Client, joins with { Roles = NodeRoles.None }));
    }

    private async Task JoinAsync(Peer peer, FlyteCluster cluster) => peer.Flyte = await StartAsync(cluster, peer.Env);
}
