using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Inputs;

namespace Flyte.Node.Runs;

/// <summary>The runs of a runtime of this process, or of the cluster that it is a client of.</summary>
/// <param name="client">The runtime.</param>
/// <param name="isOfCluster">Whether there are other nodes, which may have tasks that it does not have itself.</param>
internal sealed class ClientDesk(IFlyteClient client, bool isOfCluster = false) : IRunDesk
{
    public async Task<IReadOnlyDictionary<string, TaskShape>> ListTasksAsync(CancellationToken cancellation = default)
    {
        var tasks = client.Tasks.ToDictionary(task => task.Key, task => TaskShape.Of(task.Value), StringComparer.Ordinal);
        foreach (var other in isOfCluster ? await client.ListTasksAsync(cancellation).ConfigureAwait(false) : [])
        {
            tasks.TryAdd(other.Name, other.IsDescribed ? TaskShape.Of(other.Name, other.InputSchema, other.OutputSchema) : TaskShape.Undescribed(other.Name));
        }

        return tasks;
    }

    public async Task<TaskShape?> FindTaskAsync(string name, CancellationToken cancellation = default) =>
        client.Tasks.TryGetValue(name, out var own) ? TaskShape.Of(own) : (await ListTasksAsync(cancellation).ConfigureAwait(false)).GetValueOrDefault(name);

    public Task<IReadOnlyList<NodeInfo>> ListNodesAsync(CancellationToken cancellation = default) => client.ListNodesAsync(cancellation);

    public IRun Run(string id) => new ClientRun(client.GetRun<JsonElement>(id));

    public Task<IReadOnlyList<RunInfo>> ListRunsAsync(RunQuery query, CancellationToken cancellation = default) => client.ListRunsAsync(query, cancellation);

    public async Task<IRun> StartAsync(RunOrder order, CancellationToken cancellation = default)
    {
        var map = Map(order.Task, order.Inputs, order.Concurrency, new MapOptions { FailFast = order.FailFast });
        return new ClientRun(await client.SubmitAsync(map, order.Naming, cancellation).ConfigureAwait(false));
    }

    public async Task<IRun> RerunAsync(string id, RerunOptions options, CancellationToken cancellation = default) =>
        Run(await client.RerunAsync(id, options, cancellation).ConfigureAwait(false));

    // Not recorded: what a reduction takes, all the results in one, may be larger than what one item may have there.
    public async Task<ItemResult<JsonElement>> CallAsync(string task, string input, string name, CancellationToken cancellation = default) =>
        await client.Map(client.MapJson(task, Once(input))).SingleAsync(cancellation).ConfigureAwait(false);

    private MapStream<JsonElement> Map(string task, RunInputs inputs, int concurrency, MapOptions options) => inputs.Lines is { } lines
        ? client.MapJson(task, inputs.Known.ToAsyncEnumerable().Concat(lines.ReadAsync()), concurrency, options)
        : client.MapJson(task, inputs.Known, concurrency, options);

    private static async IAsyncEnumerable<string> Once(string input)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return input;
    }
}
