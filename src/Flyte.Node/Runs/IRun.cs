using System.Text.Json;
using Flyte.Actors;

namespace Flyte.Node.Runs;

/// <summary>A run that goes on by itself, wherever that is.</summary>
internal interface IRun
{
    string Id { get; }

    /// <summary>What it looks like now.</summary>
    Task<RunInfo> GetInfoAsync(CancellationToken cancellation = default);

    /// <summary>What it looks like now; null where there is no run of that id.</summary>
    Task<RunInfo?> FindAsync(CancellationToken cancellation = default);

    /// <summary>What it looks like at its end, which is waited for.</summary>
    Task<RunInfo> WaitAsync(CancellationToken cancellation = default);

    Task<ItemPage> ListItemsAsync(ItemQuery query, CancellationToken cancellation = default);

    /// <summary>The runs that its items have called.</summary>
    Task<RunChildren> ListChildrenAsync(ChildQuery query, CancellationToken cancellation = default);

    /// <summary>The results as they come, to the end of the run.</summary>
    /// <param name="asCompleted">Whether the order is that in which they are recorded.</param>
    /// <param name="from">How many results, in that order, to pass over.</param>
    IAsyncEnumerable<ItemResult<JsonElement>> ResultsAsync(bool asCompleted = false, int from = 0);

    Task AbortAsync(string? reason, CancellationToken cancellation = default);

    Task AbortItemAsync(int index, string? reason, CancellationToken cancellation = default);

    /// <summary>Changes the most bodies in flight; 0 for the runtime's bound.</summary>
    Task ResizeAsync(int concurrency, CancellationToken cancellation = default);

    Task PurgeAsync(CancellationToken cancellation = default);
}
