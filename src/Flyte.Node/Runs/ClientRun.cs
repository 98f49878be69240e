using System.Text.Json;
using Flyte.Actors;

namespace Flyte.Node.Runs;

/// <summary>A run of a runtime of this process, or of the cluster that it is a client of.</summary>
internal sealed class ClientRun(RunHandle<JsonElement> run) : IRun
{
    public string Id => run.Id;

    public Task<RunInfo> GetInfoAsync(CancellationToken cancellation = default) => run.GetInfoAsync(cancellation);

    public async Task<RunInfo?> FindAsync(CancellationToken cancellation = default)
    {
        try
        {
            return await run.GetInfoAsync(cancellation).ConfigureAwait(false);
        }
        catch (RunRejectedException e) when (e.IsUnknown)
        {
            return null;
        }
    }

    public Task<RunInfo> WaitAsync(CancellationToken cancellation = default) => run.WaitAsync(cancellation);

    public Task<ItemPage> ListItemsAsync(ItemQuery query, CancellationToken cancellation = default) => run.ListItemsAsync(query, cancellation);

    public Task<RunChildren> ListChildrenAsync(ChildQuery query, CancellationToken cancellation = default) => run.ListChildrenAsync(query, cancellation);

    public IAsyncEnumerable<ItemResult<JsonElement>> ResultsAsync(bool asCompleted = false, int from = 0) => run.ResultsAsync(asCompleted, from);

    public Task AbortAsync(string? reason, CancellationToken cancellation = default) => run.AbortAsync(reason, cancellation);

    public Task AbortItemAsync(int index, string? reason, CancellationToken cancellation = default) => run.AbortItemAsync(index, reason, cancellation);

    public Task ResizeAsync(int concurrency, CancellationToken cancellation = default) => run.ResizeAsync(concurrency, cancellation);

    public Task PurgeAsync(CancellationToken cancellation = default) => run.PurgeAsync(cancellation);
}
