using Flyte.Actors;
using Flyte.Node.Configuration;

namespace Flyte.Dashboard.Tests.Support;

/// <summary>
/// A node whose store has 100,000 runs that have ended, a second apart, <c>run-000000</c> to <c>run-099999</c>. One of them was run, and one that
/// failed; the others are copies of these in the tables, since to run them all would take minutes.
/// </summary>
public sealed class ManyRunsFixture : IAsyncLifetime, IDisposable
{
    internal const int Runs = 100_000;

    /// <summary>The one that failed.</summary>
    internal const int Failed = 50_000;

    private readonly TempDirectory directory = new();
    private readonly ShopTasks tasks = new();
    private ApiNode? node;

    internal ApiNode Node => node!;

    private string Store => Path.Combine(directory.Path, "flyte.db");

    internal static string Id(int number) => $"run-{RunCopies.Digits(number)}";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (Chromium.SkipReason is not null)
        {
            return;
        }

        await using (var first = await OpenAsync())
        {
            await RunAsync(first, "shop.price", 0);
            await RunAsync(first, "shop.check", Failed);
        }

        new RunCopies(Store).Write(Runs, Failed);
        node = await OpenAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync() => await (node?.DisposeAsync() ?? ValueTask.CompletedTask);

    /// <inheritdoc/>
    public void Dispose() => directory.Dispose();

    private Task<ApiNode> OpenAsync() =>
        ApiNode.StartAsync(new WebSettings(), new FlyteOptions { Store = FlyteStore.Sqlite(Store), Durability = Durability.Normal }, tasks.Environment);

    private static async Task RunAsync(ApiNode node, string task, int number)
    {
        var digits = RunCopies.Digits(number);
        var options = new RunOptions { Id = Id(number), Name = $"day {digits}", Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["number"] = digits, ["team"] = "fruit" } };
        await node.Runtime.SubmitAsync(node.Runtime.MapJson(task, (string[])["-1", "2", "3"]), options);
        await node.UntilAsync(options.Id, run => run.EndedAt is not null);

        // The list is written behind the run.
        while ((await node.GetAsync("/runs?phase=running")).Body.GetProperty("runs").GetArrayLength() > 0)
        {
            await Task.Yield();
        }
    }
}
