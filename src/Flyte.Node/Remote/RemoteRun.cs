using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Api;
using Flyte.Node.Documents;
using Flyte.Node.Runs;

namespace Flyte.Node.Remote;

/// <summary>A run of another node.</summary>
/// <param name="node">The node.</param>
/// <param name="id">The run's id.</param>
/// <param name="feed">What gives it inputs; null for nothing.</param>
internal sealed class RemoteRun(RemoteNode node, string id, InputFeed? feed = null) : IRun
{
    private const string Events = "text/event-stream";
    private const int MostFruitless = 20;

    private readonly string path = RemotePaths.Run(id);

    public string Id => id;

    public Task<RunInfo> GetInfoAsync(CancellationToken cancellation = default) => node.GetAsync(path, (RunDocument run) => run.ToInfo(), cancellation);

    public async Task<RunInfo?> FindAsync(CancellationToken cancellation = default)
    {
        try
        {
            return await GetInfoAsync(cancellation).ConfigureAwait(false);
        }
        catch (RemoteException e) when (e.IsUnknown)
        {
            return null;
        }
    }

    public async Task<RunInfo> WaitAsync(CancellationToken cancellation = default)
    {
        while (true)
        {
            using var response = await node.OpenAsync($"{path}/events", Events, cancellation).ConfigureAwait(false);
            if (await EndAsync(response, cancellation).ConfigureAwait(false) is { } end)
            {
                return end;
            }

            await node.Persistence.WaitAsync($"The connection to {node.Address} was lost.", cancellation).ConfigureAwait(false);
        }
    }

    public Task<ItemPage> ListItemsAsync(ItemQuery query, CancellationToken cancellation = default) => node.GetAsync(
        RemotePaths.Items(id, query), (ItemsDocument page) => new ItemPage { Items = [.. page.Items.Select(item => item.ToItem())], Next = page.Next }, cancellation);

    public Task<RunChildren> ListChildrenAsync(ChildQuery query, CancellationToken cancellation = default) => node.GetAsync(
        RemotePaths.Children(id, query),
        (ChildrenDocument page) => new RunChildren { Children = [.. page.Children.Select(child => new ChildRun(child.Item, child.Run.ToInfo()))], Next = page.Next },
        cancellation);

    public IAsyncEnumerable<ItemResult<JsonElement>> ResultsAsync(bool asCompleted = false, int from = 0) => ReadAsync(asCompleted, from);

    public Task AbortAsync(string? reason, CancellationToken cancellation = default) => ChangeAsync("abort", new AbortRequest(reason), cancellation);

    public Task AbortItemAsync(int index, string? reason, CancellationToken cancellation = default) => ChangeAsync($"items/{index}/abort", new AbortRequest(reason), cancellation);

    public Task ResizeAsync(int concurrency, CancellationToken cancellation = default) => ChangeAsync("resize", new ResizeRequest(concurrency), cancellation);

    public Task PurgeAsync(CancellationToken cancellation = default) => node.SendAsync(HttpMethod.Delete, path, cancellation);

    private Task<RunInfo> ChangeAsync(string what, object request, CancellationToken cancellation) =>
        node.SendAsync(HttpMethod.Post, $"{path}/{what}", request, (RunDocument run) => run.ToInfo(), cancellation);

    // Null where the connection is lost before the end of the run.
    private async Task<RunInfo?> EndAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            var events = SseParser.Create(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
            await foreach (var item in events.EnumerateAsync(cancellation).ConfigureAwait(false))
            {
                if (item.EventType is "end")
                {
                    return node.Read(Encoding.UTF8.GetBytes(item.Data), "application/json", (RunDocument run) => run.ToInfo());
                }
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // It is asked again.
        }

        return null;
    }

    private async IAsyncEnumerable<ItemResult<JsonElement>> ReadAsync(bool asCompleted, int from, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, feed?.Broken ?? CancellationToken.None);
        for (var (position, fruitless) = (from, 0); fruitless < MostFruitless; fruitless++)
        {
            await using var lines = await GuardAsync(ResultLines.OpenAsync(node, RemotePaths.Results(id, asCompleted, position), ended.Token)).ConfigureAwait(false);
            while (await GuardAsync(lines.NextAsync(ended.Token)).ConfigureAwait(false) is { } result)
            {
                (position, fruitless) = (position + 1, 0);
                yield return result;
            }

            // An answer may have been cut by somebody between who makes it look whole.
            if (!lines.IsBroken && await GetInfoAsync(cancellation).ConfigureAwait(false) is { EndedAt: not null } info)
            {
                feed?.Stop();
                ThrowEnd(info);
                yield break;
            }

            await GuardAsync(node.Persistence.WaitAsync($"The connection to {node.Address} was lost.", ended.Token)).ConfigureAwait(false);
        }

        throw RemoteProblem.Of(new IOException("it breaks off again and again."), node.Address, isKnown: true);
    }

    // Nobody waits for results of inputs that do not come.
    private async Task<T> GuardAsync<T>(Task<T> step)
    {
        try
        {
            return await step.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (feed?.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }
    }

    // As a runtime throws to who reads its results.
    private static void ThrowEnd(RunInfo run)
    {
        if (run.Error is { } error)
        {
            throw error.Code is ErrorCodes.ToleranceExceeded or ErrorCodes.InputSourceFailed || run.Phase == RunPhase.Aborted
                ? new RunEndedException(error.Message)
                : new TaskFailedException(error);
        }
    }
}
