using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Flyte.Actors.Telemetry;

/// <summary>The instruments of the library. What they are for is in the README.</summary>
internal static class FlyteMetrics
{
    private static readonly ConcurrentDictionary<RuntimeGauges, byte> Runtimes = [];
    private static readonly Meter Meter = new(FlyteTelemetry.SourceName, FlyteTelemetry.Version);

    static FlyteMetrics()
    {
        Observe("flyte.items.queued", "{item}", "Items that wait for a slot.", () => OfItems(static run => run.Queued));
        Observe("flyte.items.running", "{item}", "Items that are handed out.", () => OfItems(static run => run.Running));
        Observe("flyte.items.retrying", "{item}", "Items that have failed and wait for their next attempt.", () => OfItems(static run => run.Retrying));
        Observe("flyte.runs", "{run}", "Root runs in memory.", OfRuns);
        Observe("flyte.journal.lag", "{event}", "Events that wait to be recorded, or are being recorded.", static () => [new(Runs.Sum(run => (long)run.Lag))]);
        Observe("flyte.slots", "{slot}", "Slots of this node.", () => OfSlots(static slots => slots.Capacity));
        Observe("flyte.slots.used", "{slot}", "Slots of this node that runs have been granted.", () => OfSlots(static slots => slots.Used));
    }

    /// <summary>Items that have ended, once that is recorded.</summary>
    internal static Counter<long> Items { get; } = Meter.CreateCounter<long>("flyte.items", "{item}", "Items that have ended.");

    /// <summary>From the first body of a lease to its last.</summary>
    internal static Histogram<double> LeaseDuration { get; } = Seconds("flyte.lease.duration", "From the first body to the last of items that were handed out together.");

    /// <summary>From when a write to the journal is made up to when it is recorded.</summary>
    internal static Histogram<double> CommitDuration { get; } = Seconds("flyte.commit.duration", "How long one write to the journal takes.");

    /// <summary>How many items end with one write.</summary>
    internal static Histogram<long> CommitItems { get; } =
        Meter.CreateHistogram("flyte.commit.items", "{item}", "Items whose ends are in one write to the journal.", tags: null, Buckets(1L, 10, 100, 1000, 10_000, 100_000));

    /// <summary>How large one write is.</summary>
    internal static Histogram<long> CommitSize { get; } =
        Meter.CreateHistogram("flyte.commit.size", "By", "How large one write to the journal is.", tags: null, Buckets(1024L, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304));

    /// <summary>Whether anybody listens to what a write tells.</summary>
    internal static bool MeasuresCommits => CommitDuration.Enabled || CommitItems.Enabled || CommitSize.Enabled;

    private static IEnumerable<IRunGauge> Runs => Runtimes.Keys.SelectMany(runtime => runtime.Runs);

    /// <summary>Shows what a runtime has in hand, until it is removed.</summary>
    internal static void Add(RuntimeGauges runtime) => Runtimes.TryAdd(runtime, 0);

    internal static void Remove(RuntimeGauges runtime) => Runtimes.TryRemove(runtime, out _);

    private static Histogram<double> Seconds(string name, string description) => Meter.CreateHistogram(
        name, "s", description, tags: null, Buckets(0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 600));

    private static InstrumentAdvice<T> Buckets<T>(params T[] boundaries)
        where T : struct => new() { HistogramBucketBoundaries = boundaries };

    private static void Observe(string name, string unit, string description, Func<IEnumerable<Measurement<long>>> observe) =>
        Meter.CreateObservableUpDownCounter(name, observe, unit, description);

    private static IEnumerable<Measurement<long>> OfItems(Func<IRunGauge, int> count) => Runs
        .GroupBy(run => run.Task, StringComparer.Ordinal)
        .Select(runs => new Measurement<long>(runs.Sum(run => (long)count(run)), MetricTags.OfTask(runs.Key)));

    private static IEnumerable<Measurement<long>> OfRuns() => Runs
        .Where(run => run.Phase is not null)
        .GroupBy(run => (run.Task, Phase: run.Phase!))
        .Select(runs => new Measurement<long>(runs.LongCount(), MetricTags.OfTask(runs.Key.Task), new(MetricTags.Phase, runs.Key.Phase)));

    private static IEnumerable<Measurement<long>> OfSlots(Func<SlotGauge, int> count) => Runtimes.Keys
        .SelectMany(runtime => runtime.Slots())
        .Select(slots => new Measurement<long>(count(slots), new(MetricTags.Node, slots.Node), new(MetricTags.Kind, slots.Kind)));
}
