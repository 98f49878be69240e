using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Api;
using Flyte.Node.Documents;
using Flyte.Node.Runs;

namespace Flyte.Node.Remote;

/// <summary>The runs of another node.</summary>
internal sealed class RemoteDesk(RemoteNode node, NodeConsole console) : IRunDesk
{
    // What is larger is streamed, where no bound of a body is in its way.
    private const int MostInOneBody = 1024 * 1024;

    public async Task<IReadOnlyDictionary<string, TaskShape>> ListTasksAsync(CancellationToken cancellation = default)
    {
        try
        {
            return await node.GetAsync(
                "/tasks", (RemoteTasks all) => all.Tasks.ToDictionary(task => task.Name, task => task.ToShape(), StringComparer.Ordinal), cancellation).ConfigureAwait(false);
        }
        catch (RemoteException e) when (e.IsUnknown)
        {
            throw RemoteProblem.Unreadable(node.Address, $"it has no list of tasks. {e.Message}");
        }
    }

    public async Task<TaskShape?> FindTaskAsync(string name, CancellationToken cancellation = default)
    {
        try
        {
            return await node.GetAsync(RemotePaths.Task(name), (RemoteTask task) => task.ToShape(), cancellation).ConfigureAwait(false);
        }
        catch (RemoteException e) when (e.IsUnknown)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<NodeInfo>> ListNodesAsync(CancellationToken cancellation = default)
    {
        try
        {
            return await node.GetAsync("/nodes", (NodesDocument all) => all.Nodes.Select(one => one.ToInfo()).ToList(), cancellation).ConfigureAwait(false);
        }
        catch (RemoteException e) when (e.IsUnknown)
        {
            throw RemoteProblem.Unreadable(node.Address, $"it has no list of nodes. {e.Message}");
        }
    }

    // What a path takes for itself cannot be in it.
    public IRun Run(string id) => id is "" or "." or ".."
        ? throw new ArgumentException($"'{id}' is no run id that another node can be asked for.", nameof(id))
        : new RemoteRun(node, id);

    public async Task<IReadOnlyList<RunInfo>> ListRunsAsync(RunQuery query, CancellationToken cancellation = default)
    {
        var (found, after) = (new List<RunInfo>(), query.After);
        do
        {
            var (runs, next) = await node.GetAsync(
                RemotePaths.Runs(query, query.Limit - found.Count, after), (RunsDocument page) => (page.Runs.Select(run => run.ToInfo()).ToList(), page.Next), cancellation).ConfigureAwait(false);
            found.AddRange(runs);
            after = next;
        }
        while (after is not null && found.Count < query.Limit);
        return found;
    }

    public async Task<IRun> StartAsync(RunOrder order, CancellationToken cancellation = default)
    {
        var id = order.Naming.Id ?? NewId();
        if (order.Inputs.Lines is null && order.Inputs.Known.Sum(input => (long)input.Length) <= MostInOneBody)
        {
            await node.SendAsync(HttpMethod.Post, "/runs", Body(order, id), (RunDocument run) => run.ToInfo(), cancellation).ConfigureAwait(false);
            return Run(id);
        }

        var feed = new InputFeed(node, order, id, console);
        var fed = new RemoteRun(node, id, feed);
        await feed.StartAsync(fed, cancellation).ConfigureAwait(false);
        return fed;
    }

    public async Task<IRun> RerunAsync(string id, RerunOptions options, CancellationToken cancellation = default)
    {
        var request = new RerunRequest
        {
            Id = options.Id ?? NewId(),
            Name = options.Name,
            Labels = options.Labels,
            Force = options.Force.Count > 0 ? [.. options.Force] : null,
            Inputs = options.Inputs.ToDictionary(input => input.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), input => JsonElement.Parse(input.Value), StringComparer.Ordinal),
        };
        return Run(await node.SendAsync(
            HttpMethod.Post, $"{RemotePaths.Run(id)}/{(options.Recover ? "recover" : "rerun")}", request, (RunDocument run) => run.Id, cancellation).ConfigureAwait(false));
    }

    public async Task<ItemResult<JsonElement>> CallAsync(string task, string input, string name, CancellationToken cancellation = default)
    {
        var id = NewId();
        var body = new Dictionary<string, object>(StringComparer.Ordinal) { ["task"] = task, ["input"] = JsonElement.Parse(input), ["id"] = id, ["name"] = name };
        await node.SendAsync(HttpMethod.Post, "/runs", body, (RunDocument run) => run.ToInfo(), cancellation).ConfigureAwait(false);
        return await Run(id).ResultsAsync().FirstAsync(cancellation).ConfigureAwait(false);
    }

    private static string NewId() => $"run-{Guid.CreateVersion7():N}";

    private static Dictionary<string, object?> Body(RunOrder order, string id) => new(StringComparer.Ordinal)
    {
        ["task"] = order.Task,
        ["inputs"] = order.Inputs.Known.Select(input => JsonElement.Parse(input)).ToList(),
        ["id"] = id,
        ["name"] = order.Naming.Name,
        ["labels"] = order.Naming.Labels,
        ["concurrency"] = order.Concurrency,
        ["failFast"] = order.FailFast,
    };
}

/// <summary>The tasks of a node and its cluster.</summary>
internal sealed record RemoteTasks(IReadOnlyList<RemoteTask> Tasks);

/// <summary>A task of a node and its cluster.</summary>
internal sealed record RemoteTask(string Name, JsonElement? InputSchema, JsonElement? OutputSchema)
{
    internal TaskShape ToShape() => TaskShape.Of(Name, InputSchema, OutputSchema);
}
