namespace Flyte.Actors.Benchmarks;

/// <summary>The usual ways to map over items, as subjects that run one body on the same inputs.</summary>
internal sealed class MapPeers(int[] items, int concurrency, Func<int, ValueTask<int>> body) : IAsyncDisposable
{
    private const string ByHand = "order (each result is put in its place by hand), error slots, durability";

    private readonly AkkaPeers akka = new();

    public IEnumerable<Subject> All =>
    [
        Peer("loop", "concurrency, error slots, durability", async () => await Loop.RunAsync(items, body)) with { Concurrency = 1 },
        Peer("WhenAll", "lazy inputs, error slots, durability", async () => await WhenAll.RunAsync(items, concurrency, body)),
        ForEachAsync(items, concurrency, body),
        Peer("Dataflow", "error slots, durability", async () => await Dataflow.RunAsync(items, concurrency, body)),
        Peer("Channel", ByHand, async () => await ChannelWorkers.RunAsync(items, concurrency, body)),
        Peer("SelectAsync", "error slots, durability", async () => await akka.SelectAsync(items, concurrency, body)),
    ];

    public static Subject ForEachAsync(int[] items, int concurrency, Func<int, ValueTask<int>> body) => Subject.Of(
        "ForEachAsync",
        items.Length,
        concurrency,
        ByHand,
        () => Benchmarks.ForEachAsync.RunAsync(items, concurrency, body),
        Check.Echo("ForEachAsync", items.Length));

    public ValueTask DisposeAsync() => akka.DisposeAsync();

    private Subject Peer(string name, string doesNot, Func<Task<IReadOnlyList<int>>> run) =>
        Subject.Of(name, items.Length, concurrency, doesNot, run, Check.Echo(name, items.Length));
}
