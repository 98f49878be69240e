using Flyte.Actors.Cluster;

namespace Flyte.Actors;

/// <summary>
/// A node of a cluster: how others reach it, whom it joins, and what it does there. Each value is checked when it is set, and those
/// that belong together when it becomes <see cref="FlyteOptions.Cluster"/>.
/// </summary>
/// <remarks>
/// The members that agree on who is lost go on if they are more than half of those with a role; the others end themselves. Three nodes
/// therefore outlive the loss of any one of them; of two, only the one with the lower address outlives the other.
/// </remarks>
public sealed record FlyteCluster
{
    private const int MostShards = 10_000;

    private readonly TimeSpan? cancelWhenLost;

    /// <summary>
    /// The name of the cluster; only nodes of one name meet. It is the name of the actor system, so that it counts nothing in a service,
    /// whose system has one. Default <c>flyte</c>.
    /// </summary>
    /// <exception cref="ArgumentException">It is not made of letters, digits, '-' and '_', or begins with '-' or '_'.</exception>
    public string Name
    {
        get;
        init => field = ClusterNames.Checked(value, nameof(Name));
    } = "flyte";

    /// <summary>The host name or IP address by which other nodes reach this one. Default <c>127.0.0.1</c>: only from the same machine.</summary>
    /// <exception cref="ArgumentException">It is empty, holds a port, or is an address of no machine, such as 0.0.0.0.</exception>
    public string Hostname
    {
        get;
        init => field = NodeAddress.CheckHost(value, nameof(Hostname), isReached: true);
    } = "127.0.0.1";

    /// <summary>The TCP port by which other nodes reach this one; 0 for any that is free. Default 4053.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or above 65,535.</exception>
    public int Port
    {
        get;
        init => field = Within(0, ushort.MaxValue, value, nameof(Port));
    } = 4053;

    /// <summary>
    /// The host name or IP address that this node listens at, where it is not the one that others use, such as <c>0.0.0.0</c> in a
    /// container. Default null: <see cref="Hostname"/>.
    /// </summary>
    /// <exception cref="ArgumentException">It is empty or holds a port.</exception>
    public string? BindHostname
    {
        get;
        init => field = value is null ? null : NodeAddress.CheckHost(value, nameof(BindHostname), isReached: false);
    }

    /// <summary>
    /// The nodes to ask for the way into the cluster, as <c>host:port</c>. Give all nodes the same list of two or three: the first of
    /// the list founds the cluster when nobody answers it for 5 seconds, all others wait until somebody does. Default none: this node
    /// founds a cluster by itself, each time that it starts.
    /// </summary>
    /// <exception cref="ArgumentException">One of them is no <c>host:port</c>, or is there twice.</exception>
    public IReadOnlyList<string> SeedNodes
    {
        get;
        init => field = NodeAddress.CheckSeeds(value, nameof(SeedNodes));
    } = [];

    /// <summary>What this node does for the cluster. Default <see cref="NodeRoles.Both"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such role.</exception>
    public NodeRoles Roles
    {
        get;
        init => field = (value & ~NodeRoles.Both) == NodeRoles.None
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Roles), value, "Roles are Runs, Items, Both or None.");
    } = NodeRoles.Both;

    /// <summary>
    /// How many items of tasks with asynchronous bodies this node executes at once, of all runs together; the single calls of bodies
    /// count as such. Default eight for each processor, since such bodies mostly wait, for others or for the disk.
    /// </summary>
    /// <remarks>
    /// Beside these slots and <see cref="CpuSlots"/>, each run executes up to as many items as there are processors, and at least two,
    /// on its own node without asking: a cheap map is done before another node has answered. With many runs on a node, that many more
    /// bodies may run there.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int Slots
    {
        get;
        init => field = Within(1, int.MaxValue, value, nameof(Slots));
    } = 8 * Environment.ProcessorCount;

    /// <summary>
    /// How many items of tasks with synchronous bodies this node executes at once, of all runs together. Default the number of
    /// processors, since such bodies mostly compute. One that blocks rather than computes wants more of these, or an asynchronous body.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int CpuSlots
    {
        get;
        init => field = Within(1, int.MaxValue, value, nameof(CpuSlots));
    } = Environment.ProcessorCount;

    /// <summary>
    /// Into how many shards the recorded runs are divided, each of which is on one node: about ten times the most nodes that there will
    /// ever be. All nodes have the same, and it never changes while one of them is up. Default 100.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not within 1 and 10,000.</exception>
    public int Shards
    {
        get;
        init => field = Within(1, MostShards, value, nameof(Shards));
    } = 100;

    /// <summary>
    /// How long the nodes that some cannot reach have to stay the same before they are given up and their work goes to others. A crash is
    /// noticed after five seconds; items of a lost node begin again about a second after it is given up, and the runs that it held go
    /// on six seconds after that, since the other side of a parted network has to have ended by then. Measured with three nodes, such a
    /// run stands for 16 seconds with 5 seconds, and for 30 with 20. Shorter heals sooner, and gives up nodes for pauses that they would
    /// have come back from. Default 20 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below a second or longer than a day.</exception>
    public TimeSpan StableAfter
    {
        get;
        init => field = value >= TimeSpan.FromSeconds(1) && value <= TimeSpan.FromDays(1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(StableAfter), value, "StableAfter is within a second and a day.");
    } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A node that cannot reach the run of an item for so long cancels the body, so that it has stopped when another node begins it.
    /// Default: half of <see cref="StableAfter"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan CancelWhenLost
    {
        get => cancelWhenLost ?? StableAfter / 2;
        init => cancelWhenLost = value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(CancelWhenLost), value, "CancelWhenLost is longer than zero.");
    }

    /// <summary>
    /// How long the items that run on a node may go on when it leaves; what is not done by then is given back and run elsewhere. So it is
    /// with those that run beside their run when that moves, but for ten seconds at most. Default 30 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or above a day.</exception>
    public TimeSpan DrainGrace
    {
        get;
        init => field = value >= TimeSpan.Zero && value <= TimeSpan.FromDays(1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(DrainGrace), value, "DrainGrace is within zero and a day.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Encryption and mutual authentication. Default null: neither.</summary>
    public FlyteTls? Tls { get; init; }

    /// <summary>The identity of the database that it shares with other nodes; empty where it has none.</summary>
    internal string StoreIdentity { get; init; } = "";

    /// <summary>Where that database is, without a password; empty where it has none.</summary>
    internal string StorePlace { get; init; } = "";

    internal int WireVersion { get; init; } = NodeFacts.WireVersion;

    internal int OldestWireVersion { get; init; } = NodeFacts.OldestWireVersion;

    /// <summary>How often a node that finds no way in says so.</summary>
    internal TimeSpan ReportPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>This, where the values fit together.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    internal FlyteCluster Checked() => CancelWhenLost < StableAfter
        ? this
        : throw new ArgumentException(
            $"CancelWhenLost ({CancelWhenLost}) has to be shorter than StableAfter ({StableAfter}): bodies have to stop before others begin them.",
            nameof(CancelWhenLost));

    private static int Within(int least, int most, int value, string name) => value >= least && value <= most
        ? value
        : throw new ArgumentOutOfRangeException(
            name, value, most == int.MaxValue ? $"{name} is at least {least}." : $"{name} is within {least} and {most}.");
}
