namespace Flyte.Actors.Benchmarks;

/// <summary>What the nodes of a cluster have in common.</summary>
/// <param name="Roles">What those do that have a process of their own.</param>
/// <param name="Slots">How many items each executes at once.</param>
/// <param name="Items">How many items there are of which bodies are noted.</param>
/// <param name="Folder">Where they are noted.</param>
/// <param name="Store">The address of the database that they share; empty for none.</param>
internal sealed record FleetSettings(NodeRoles Roles, int Slots, int Items, string Folder, string Store)
{
    private const string Loopback = "127.0.0.1";

    /// <summary>How long a killed node is waited for.</summary>
    public static TimeSpan StableAfter { get; } = TimeSpan.FromSeconds(3);

    /// <summary>The options of a node.</summary>
    /// <param name="seed">The port of a node that is there already; 0 for the first one.</param>
    /// <param name="roles">What it does.</param>
    public FlyteOptions Options(int seed, NodeRoles roles)
    {
        var cluster = new FlyteCluster
        {
            Name = "benchmarks",
            Hostname = Loopback,
            Port = 0,
            SeedNodes = seed == 0 ? [] : [FormattableString.Invariant($"{Loopback}:{seed}")],
            Roles = roles,
            Slots = Slots,
            StableAfter = StableAfter,
        };
        var holdsRuns = roles.HasFlag(NodeRoles.Runs);
        return new FlyteOptions { Cluster = cluster, Store = holdsRuns ? FlyteStore.PostgreSql(Store) : FlyteStore.Memory };
    }
}
