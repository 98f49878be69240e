using System.Collections.Immutable;
using Akka.Cluster;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Cluster;

/// <summary>
/// What other nodes have said of tasks that are not registered here: written by the <see cref="NodeBoardActor"/>, read by clients. What a node
/// has said counts for as long as it is there.
/// </summary>
/// <param name="registry">The tasks that are registered here.</param>
internal sealed class FarTasks(TaskRegistry registry)
{
    private readonly Dictionary<UniqueAddress, ImmutableArray<FarTask>> byNode = [];
    private volatile ImmutableDictionary<string, FarTask> all = ImmutableDictionary<string, FarTask>.Empty.WithComparers(StringComparer.Ordinal);

    internal TaskRegistry Registry => registry;

    internal FarTask? Find(string task) => all.GetValueOrDefault(task);

    /// <summary>Those of some tasks of which it is not known what they are.</summary>
    internal IReadOnlyList<string> Unknown(IEnumerable<string> tasks) => [.. tasks.Where(task => !registry.Tasks.ContainsKey(task) && !all.ContainsKey(task))];

    internal void Add(UniqueAddress node, IEnumerable<TaskDescription> described)
    {
        byNode[node] = byNode.GetValueOrDefault(node, []).AddRange(described.Select(task => new FarTask(task)));
        Publish();
    }

    internal void Remove(UniqueAddress node)
    {
        if (byNode.Remove(node))
        {
            Publish();
        }
    }

    // One that is there twice, by nodes of two versions, stays the one that was first.
    private void Publish() => all = byNode.Values.SelectMany(tasks => tasks)
        .Where(task => !registry.Tasks.ContainsKey(task.Name))
        .GroupBy(task => task.Name, StringComparer.Ordinal)
        .ToImmutableDictionary(tasks => tasks.Key, tasks => all.GetValueOrDefault(tasks.Key) is { } before && tasks.Contains(before) ? before : tasks.First(), StringComparer.Ordinal);
}
