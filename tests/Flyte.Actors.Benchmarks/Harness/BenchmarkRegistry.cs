namespace Flyte.Actors.Benchmarks;

/// <summary>Every benchmark there is, in the order in which they are run.</summary>
internal static class BenchmarkRegistry
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new MapCheap(),
        new MapYield(),
        new MapWait(),
        new Skew(),
        new Calls(),
        new Durable(),
        new Latency(),
        new ManyRuns(),
        new Fair(),
        new Memory(),
        new Soak(),
        new Recovery(),
        new AcrossNodes(),
        new Simulate(),
    ];

    /// <summary>The one of that name, none if there is no such one, or all without a name.</summary>
    public static IReadOnlyList<Benchmark> Choose(string? name) =>
        name is null ? All : [.. All.Where(benchmark => string.Equals(benchmark.Name, name, StringComparison.Ordinal))];
}
