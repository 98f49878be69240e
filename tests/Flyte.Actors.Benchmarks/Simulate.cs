using System.Diagnostics;
using Flyte.Actors.Benchmarks.Simulation;

namespace Flyte.Actors.Benchmarks;

/// <summary>What the placement of items comes to in a cluster that no machine has, in virtual time.</summary>
internal sealed class Simulate : Benchmark
{
    private static readonly int[] Sizes = [4, 16, 64, 256];

    public override string Name => "simulate";

    public override string Work => "in virtual time: 1,000 nodes of 64 slots, 10,000 runs at once, one run of 100,000,000 items; nodes join, are lost, are slow";

    public override Task<Report> RunAsync(Settings settings)
    {
        var started = Stopwatch.GetTimestamp();
        var world = new World();
        var largest = Populate(world, settings.Items ?? Scenario.LargestRun);
        world.Run(Scenario.Runs + 1);
        var took = Stopwatch.GetElapsedTime(started);
        return Task.FromResult(ReportOf(world, largest, took));
    }

    private static SimRun Populate(World world, int items)
    {
        var random = new Random(Scenario.Seed);
        world.Join(Scenario.Nodes - Scenario.SlowNodes);
        world.Join(Scenario.SlowNodes, Scenario.Slowness);
        SimRun? largest = null;
        largest = new SimRun(world, "largest", world.AnyNode(), Scenario.LargestConcurrency, Scenario.LargestItem, Scenario.Seed)
        {
            Work = new LedgerWork(items, Scenario.LargestConcurrency, count => largest?.OnAdded(count)),
        };
        world.Agenda.At(0, () => world.Start(largest));
        for (var i = 0; i < Scenario.Runs; i++)
        {
            var run = i % Scenario.EqualEach == 0 ? Equal(world, i) : Any(world, i, random);
            world.Agenda.At((long)(random.NextDouble() * 2 * Scenario.Second), () => world.Start(run));
        }

        for (var i = 0; i < Scenario.Moments; i++)
        {
            world.Agenda.At(Scenario.FirstJoin + i * Scenario.BetweenMoments, () => world.Join(Scenario.JoiningNodes / Scenario.Moments));
            world.Agenda.At(Scenario.FirstLoss + i * Scenario.BetweenMoments, () => world.Lose(Scenario.LostNodes / Scenario.Moments));
        }

        return largest;
    }

    private static SimRun Equal(World world, int i) =>
        new(world, $"run-{i:00000}", world.AnyNode(), 64, Scenario.Second, i) { Work = new CountedWork(600) };

    private static SimRun Any(World world, int i, Random random)
    {
        var concurrency = Sizes[random.Next(Sizes.Length)];
        var itemTime = (long)(Scenario.Second * 0.1 * Math.Pow(50, random.NextDouble()));
        var seconds = 50 + 900 * random.NextDouble();
        var items = (int)Math.Max(10, seconds * Scenario.Second / itemTime * Math.Min(1, concurrency / 16.0));
        return new SimRun(world, $"run-{i:00000}", world.AnyNode(), concurrency, itemTime, i) { Work = new CountedWork(items) };
    }

    private Report ReportOf(World world, SimRun largest, TimeSpan took)
    {
        var seconds = (double)world.Agenda.Now / Scenario.Second;
        var meters = world.Runs.Select(run => (Of: run == largest ? "the largest run" : "a run", run.Meter))
            .Concat(world.Nodes.SelectMany(node => new[] { (Of: "a gate", Meter: node.Gate), (Of: "a node's loads", Meter: node.Loads) })).ToList();
        var busiest = meters.MaxBy(actor => actor.Meter.MostMessages);
        double[] parts = [.. world.Runs.Where(IsEqual).Select(run => (double)run.FairTime).Order()];
        var ledger = ((LedgerWork)largest.Work).Weigh();
        var row = new Row
        {
            Bench = Name,
            Subject = Subject.Flyte,
            Items = (int)world.ItemsEnded,
            Concurrency = Scenario.Nodes * Scenario.SlotsPerNode,
            MedianMs = Math.Round(seconds * 1000),
            ItemsPerSecond = (long)(world.ItemsEnded / seconds),
            RatioTo = new Dictionary<string, double>(StringComparer.Ordinal) { [Rows.Ideal] = Rows.Rounded(world.Usage.WhileWorkWaits) },
            Fairness = Math.Round(Jain(parts), 3),
            MessagesPerSecond = busiest.Meter.MostMessages,
            WireBytesPerSecond = meters.Max(actor => actor.Meter.MostBytes),
            CommitsPerSecond = (long)(world.Journal.Commits / seconds),
            JournalBytesPerSecond = (long)(world.Journal.Bytes / seconds),
            LedgerBytes = ledger,
        };
        return new Report(
            [row],
            [
                Goal.AtLeast("utilisation while work waits", world.Usage.WhileWorkWaits, 0.95),
                Goal.AtMost("messages a second of the busiest actor", busiest.Meter.MostMessages, 10_000),
                Goal.Under("the largest run's ledger", ledger / 1024.0 / 1024, 64, "MiB"),
            ],
            [
                FormattableString.Invariant($"simulated in {took.TotalSeconds:0} s: {seconds:0} s of virtual time, {world.Agenda.Done:#,0} happenings"),
                FormattableString.Invariant($"work waited for {world.Usage.SecondsOfWaiting:0} s of them; worst seconds: {string.Join(", ", world.Usage.Worst())}"),
                FormattableString.Invariant($"equal runs had between {parts[0] / Mean(parts):0.00} and {parts[^1] / Mean(parts):0.00} of their mean, a tenth of them under {parts[parts.Length / 10] / Mean(parts):0.00}, {Mean(parts) / (Scenario.FairTo - Scenario.FairFrom):0.0} slots"),
                .. meters.GroupBy(actor => actor.Of, StringComparer.Ordinal).Select(group => FormattableString.Invariant($"{group.Key}: at most {group.Max(actor => actor.Meter.MostMessages):#,0} messages and {group.Max(actor => actor.Meter.MostBytes):#,0} bytes in a second")),
            ]);
    }

    private static bool IsEqual(SimRun run) => run is { Concurrency: 64, ItemTime: Scenario.Second } && run.Key.StartsWith("run-", StringComparison.Ordinal);

    private static double Mean(double[] parts) => parts.Average();

    private static double Jain(double[] parts) => Math.Pow(parts.Sum(), 2) / (parts.Length * parts.Sum(part => part * part));
}
