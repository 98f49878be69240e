using System.Text.Json;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Client;

/// <summary>The client of a runtime in this process: a thin layer over its messages.</summary>
internal sealed class FlyteClient(ClientCore core) : IFlyteClient
{
    private readonly RootRunner runner = new(core);

    public IReadOnlyDictionary<string, TaskInfo> Tasks { get; } = core.Registry.Tasks.Values.ToDictionary(
        task => task.Name,
        task => new TaskInfo(task.Name, task.InputType, task.OutputType, task.Options) { Schemas = task.Schemas, Check = task.Accept(InputCheck.Instance) },
        StringComparer.Ordinal);

    public Task<TOut> RunAsync<TOut>(FlyteTask<TOut> task, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        RunAsync(Target(task).Target, default(Nothing), options, cancellationToken);

    public Task<TOut> RunAsync<T1, TOut>(FlyteTask<T1, TOut> task, T1 input, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        RunAsync(Target(task).Target, input, options, cancellationToken);

    public Task<TOut> RunAsync<T1, T2, TOut>(
        FlyteTask<T1, T2, TOut> task, T1 first, T2 second, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        RunAsync(Target(task).Target, (first, second), options, cancellationToken);

    public Task<TOut> RunAsync<T1, T2, T3, TOut>(
        FlyteTask<T1, T2, T3, TOut> task, T1 first, T2 second, T3 third, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        RunAsync(Target(task).Target, (first, second, third), options, cancellationToken);

    public Task<TOut> RunAsync<T1, T2, T3, T4, TOut>(
        FlyteTask<T1, T2, T3, T4, TOut> task, T1 first, T2 second, T3 third, T4 fourth, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        RunAsync(Target(task).Target, (first, second, third, fourth), options, cancellationToken);

    public MapStream<TOut> Map<TOut>(MapStream<TOut> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return map.On(runner);
    }

    public MapStream<JsonElement> MapJson(string task, IAsyncEnumerable<string> inputs, int concurrency = 0, MapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return MapJson(task, new JsonSources(inputs), concurrency, options);
    }

    public MapStream<JsonElement> MapJson(string task, IReadOnlyCollection<string> inputs, int concurrency = 0, MapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return MapJson(task, new JsonListSources([.. inputs]), concurrency, options);
    }

    public async Task<RunHandle<TOut>> SubmitAsync<TOut>(MapStream<TOut> map, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(map);
        core.Registry.Demand(map.Call.Task);
        var inputs = map.Call.Inputs();
        var id = Id(options);
        using var span = RunSpan.Submit("submit", map.Call.Task.Name, id.Value);
        var spec = ClientCore.Traced(core.Kept(Named(core.Spec(map.Call, id), options)), span) with
        {
            RunAhead = map.Call.Map.RunAhead ?? 0,
            Input = options?.Id is null ? null : inputs.Digest(),
        };
        var link = core.Link(core.Doors.Runs, spec.Id);
        var feeder = core.Feeder(link, inputs, spec);
        link.Start(new StartRun(spec, IsNew: options?.Id is null, feeder.First()));
        try
        {
            await link.Accepted.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            span?.Fail(e);
            feeder.Dispose();
            link.Dispose();
            throw;
        }

        _ = FeedAsync(link, feeder);
        return new RunHandle<TOut>(core, spec.Id);
    }

    public RunHandle<TOut> GetRun<TOut>(string runId) => new(core, RunId.ParseAny(runId));

    public async Task<string> RerunAsync(string runId, RerunOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new RerunOptions();
        var id = options.Id is { } given ? RunId.Parse(given) : RunId.New("run");
        RequestSize.Demand(options);
        var source = new RerunSource(RunId.Parse(runId), options.Recover, options.Force, options.Inputs);
        using var span = RunSpan.Submit("rerun", task: "", id.Value);
        var order = new RerunRun(id, source, options.Name, options.Labels, span?.Context ?? TraceContext.Current);
        try
        {
            await Asking.AskAsync<RunAccepted>(core, order, cancellationToken).ConfigureAwait(false);
            return id.Value;
        }
        catch (Exception e)
        {
            span?.Fail(e);
            throw;
        }
    }

    public async Task<IReadOnlyList<RunInfo>> ListRunsAsync(RunQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new RunQuery();
        var runs = new List<RunInfo>();
        while (true)
        {
            var list = await Asking.AskAsync<RunList>(core, new ListRuns(query, core.PageBytes(core.Doors.List)), cancellationToken).ConfigureAwait(false);
            runs.AddRange(list.Runs);
            if (!list.IsCut)
            {
                return runs;
            }

            query = query with { After = runs[^1].Id, Limit = query.Limit - list.Runs.Count };
        }
    }

    private MapStream<JsonElement> MapJson(string task, JsonInputs inputs, int concurrency, MapOptions? options)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentOutOfRangeException.ThrowIfNegative(concurrency);
        var definition = core.Registry.Find(task, core.Nodes.Find);
        var source = definition is FarTask far ? inputs.Of(far) : definition.Accept(inputs);
        return new MapStream<JsonElement>(
            new MapCall(definition, definition.Options, source, concurrency, options ?? MapOptions.Default, AsCompleted: false), runner);
    }

    private async Task<TOut> RunAsync<TIn, TOut>(
        TaskTarget<TIn, TOut> target, TIn input, RunOptions? options, CancellationToken cancellation)
    {
        core.Registry.Demand(target.Definition);
        var call = target.Map([input], concurrency: 1, map: null).Call;
        var spec = Named(core.Spec(call, Id(options)), options);
        spec = options is null && core.Limits is null ? spec : core.Kept(spec) with { Input = options?.Id is null ? null : target.Digest(input) };
        var feed = core.Feed(spec.OnlyOrder is null ? core.Doors.Runs : core.Doors.Streams, spec, call.Inputs(), ReadOrder.Inputs, cancellation, isNew: options?.Id is null);
        await using var results = new MapEnumerator<TOut>(feed);
        await results.MoveNextAsync().ConfigureAwait(false);
        if (results.Current.Error is { } error)
        {
            feed.NoteFailure(error);
        }

        return results.Current.Error is { Kind: ErrorKind.System, Code: ErrorCodes.Aborted } && cancellation.IsCancellationRequested
            ? throw new OperationCanceledException(cancellation)
            : results.Current.Value;
    }

    public Task<IReadOnlyList<NodeInfo>> ListNodesAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(core.Nodes.All);
    }

    public Task<IReadOnlyList<ClusterTask>> ListTasksAsync(CancellationToken cancellationToken = default) => core.Nodes.ListTasksAsync(cancellationToken);

    private static async Task FeedAsync(RunLink link, InputFeeder feeder)
    {
        using (link)
        using (feeder)
        {
            await feeder.RunAsync().ConfigureAwait(false);
        }
    }

    private static RunSpec Named(RunSpec spec, RunOptions? options)
    {
        if (options is null)
        {
            return spec;
        }

        RequestSize.Demand(options.Name, options.Labels);
        return spec with { Name = options.Name, Labels = options.Labels };
    }

    private static RunId Id(RunOptions? options) => options?.Id is { } id ? RunId.Parse(id) : RunId.New("run");

    private static T Target<T>(T task)
        where T : FlyteTask => task ?? throw new ArgumentNullException(nameof(task));
}
