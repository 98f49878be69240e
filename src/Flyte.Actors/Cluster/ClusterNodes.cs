using Akka.Cluster;
using Flyte.Actors.Client;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Cluster;

/// <summary>The members of the cluster as this one sees them, and what they have said of themselves.</summary>
/// <param name="cluster">The members.</param>
/// <param name="items">Those that execute items.</param>
/// <param name="far">The tasks that only others have.</param>
/// <param name="busy">How many item actors of the runs of this one work on an item.</param>
internal sealed class ClusterNodes(Akka.Cluster.Cluster cluster, ItemNodes items, FarTasks far, Func<int> busy) : INodes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    public IReadOnlyList<NodeInfo> All
    {
        get
        {
            var (state, picture) = (cluster.State, items.Now);
            return
            [
                .. state.Members.Where(member => member.Status != MemberStatus.Removed)
                    .Select(member => Show(member, state.Unreachable.Contains(member), picture))
                    .OrderBy(node => node.Address, StringComparer.Ordinal),
            ];
        }
    }

    public FarTask? Find(string task) => far.Find(task);

    public async Task<IReadOnlyList<ClusterTask>> ListTasksAsync(CancellationToken cancellation)
    {
        for (var left = Patience; left > TimeSpan.Zero && !AreAllKnown(); left -= Glance)
        {
            await Task.Delay(Glance, cancellation).ConfigureAwait(false);
        }

        var nodes = items.Now.All.SelectMany(node => node.Tasks.Select(task => (Task: task, node.Node))).ToLookup(has => has.Task, has => has.Node, StringComparer.Ordinal);
        return
        [
            .. far.Registry.Tasks.Keys.Union(nodes.Select(has => has.Key), StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(task => Show(task, [.. nodes[task].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])),
        ];
    }

    private ClusterTask Show(string task, IReadOnlyList<string> nodes) =>
        far.Registry.Tasks.TryGetValue(task, out var own) ? HomeNode.Describe(own, nodes)
        : far.Find(task) is { } other ? new ClusterTask { Name = task, IsDescribed = true, InputSchema = other.InputSchema, OutputSchema = other.OutputSchema, Nodes = nodes }
        : new ClusterTask { Name = task, IsDescribed = false, Nodes = nodes };

    private bool AreAllKnown()
    {
        var (state, picture) = (cluster.State, items.Now);
        return state.Members
            .Where(member => member.Status == MemberStatus.Up && member.HasRole(ClusterNames.ItemsRole) && !state.Unreachable.Contains(member))
            .All(member => picture.Find(ItemNodes.NameOf(member.Address)) is { } node && (!node.Describes || far.Unknown(node.Tasks).Count == 0));
    }

    private NodeInfo Show(Member member, bool isUnreachable, ItemNodes.Picture picture)
    {
        var (address, isSelf) = (ItemNodes.NameOf(member.Address), member.UniqueAddress.Equals(cluster.SelfUniqueAddress));
        var roles = (member.HasRole(ClusterNames.RunsRole) ? NodeRoles.Runs : NodeRoles.None) | (member.HasRole(ClusterNames.ItemsRole) ? NodeRoles.Items : NodeRoles.None);
        var info = new NodeInfo { Address = address, Roles = roles, Status = StatusOf(member.Status, isUnreachable), IsSelf = isSelf, Busy = isSelf ? busy() : null };
        return !roles.HasFlag(NodeRoles.Items) ? info with { Slots = 0, FreeSlots = 0, CpuSlots = 0, FreeCpuSlots = 0 }
            : picture.Find(address) is not { } node ? info
            : info with
            {
                Status = node.IsDraining && info.Status == NodeStatus.Up ? NodeStatus.Leaving : info.Status,
                Slots = node.Capacity,
                FreeSlots = node.Free,
                CpuSlots = node.Cpu?.Capacity,
                FreeCpuSlots = node.Cpu?.Free,
                Tasks = [.. node.Tasks.Order(StringComparer.Ordinal)],
            };
    }

    private static NodeStatus StatusOf(MemberStatus status, bool isUnreachable) => status switch
    {
        MemberStatus.Down => NodeStatus.Down,
        _ when isUnreachable => NodeStatus.Unreachable,
        MemberStatus.Joining or MemberStatus.WeaklyUp => NodeStatus.Joining,
        MemberStatus.Up => NodeStatus.Up,
        _ => NodeStatus.Leaving,
    };
}
