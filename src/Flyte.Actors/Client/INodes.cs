using Flyte.Actors.Tasks;

namespace Flyte.Actors.Client;

/// <summary>The nodes that there are, and the tasks that they have.</summary>
internal interface INodes
{
    /// <summary>All nodes, in the order of their addresses.</summary>
    IReadOnlyList<NodeInfo> All { get; }

    /// <summary>A task that is not registered here, by its name; null when no node is known to have it.</summary>
    FarTask? Find(string task);

    /// <summary>All tasks, in the order of their names, once the nodes have said what they have.</summary>
    Task<IReadOnlyList<ClusterTask>> ListTasksAsync(CancellationToken cancellation);
}

/// <summary>This process, where it is alone.</summary>
/// <param name="name">Its name.</param>
/// <param name="registry">Its tasks.</param>
/// <param name="busy">How many item actors work on an item.</param>
internal sealed class HomeNode(string name, TaskRegistry registry, Func<int> busy) : INodes
{
    public IReadOnlyList<NodeInfo> All =>
    [
        new NodeInfo
        {
            Address = name,
            Roles = NodeRoles.Both,
            Status = NodeStatus.Up,
            IsSelf = true,
            Busy = busy(),
            Tasks = [.. registry.Tasks.Keys.Order(StringComparer.Ordinal)],
        },
    ];

    public FarTask? Find(string task) => null;

    public Task<IReadOnlyList<ClusterTask>> ListTasksAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ClusterTask>>([.. registry.Tasks.Values.OrderBy(task => task.Name, StringComparer.Ordinal).Select(task => Describe(task, [name]))]);

    /// <summary>A task that is registered here.</summary>
    internal static ClusterTask Describe(TaskDefinition task, IReadOnlyList<string> nodes) => new()
    {
        Name = task.Name,
        IsDescribed = true,
        InputSchema = task.Schemas.Input,
        OutputSchema = task.Schemas.Output,
        Nodes = nodes,
    };
}
