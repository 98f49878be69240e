using Flyte.Actors.Placement;

namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>The cluster, and all that happens to it.</summary>
internal sealed class World
{
    private readonly Random random = new(Scenario.Seed);
    private readonly List<SimNode> nodes = [];
    private readonly Dictionary<string, SimNode> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimRun> byKey = new(StringComparer.Ordinal);
    private (string Address, int Capacity)[] members = [];
    private int names;

    public Agenda Agenda { get; } = new();

    public Usage Usage { get; } = new();

    public JournalTotals Journal { get; } = new();

    public Traffic Traffic { get; } = new();

    public List<SimRun> Runs { get; } = [];

    public IReadOnlyList<SimNode> Nodes => nodes;

    /// <summary>Changes whenever nodes come and go.</summary>
    public int Membership { get; private set; }

    public long ItemsEnded { get; private set; }

    public int Ended { get; private set; }

    public SimRun Find(string key) => byKey[key];

    public SimNode AnyNode()
    {
        SimNode node;
        do
        {
            node = nodes[random.Next(nodes.Count)];
        }
        while (node.IsLost);
        return node;
    }

    public IReadOnlyList<SimNode> CandidatesOf(SimRun run) =>
        [.. Candidates.Of(run.Key, members, run.Concurrency, run.Home.Name).Select(name => byName[name])];

    public void Join(int count, double slowness = 1)
    {
        for (var i = 0; i < count; i++)
        {
            var node = new SimNode(this, $"10.0.{++names}", slowness);
            nodes.Add(node);
            byName.Add(node.Name, node);
        }

        Change();
    }

    public void Lose(int count)
    {
        var lost = Enumerable.Range(0, count).Select(_ =>
        {
            var node = AnyNode();
            node.IsLost = true;
            return node;
        }).ToList();
        Runs.ForEach(run => run.Freeze(lost));
        Agenda.After(Scenario.Notice, () =>
        {
            lost.ForEach(node => node.IsNoticed = true);
            Change();
            foreach (var run in Runs)
            {
                lost.ForEach(run.OnLost);
            }
        });
    }

    public void Start(SimRun run)
    {
        Runs.Add(run);
        byKey.Add(run.Key, run);
        run.Start();
    }

    public void OnEnded(SimRun run, int items)
    {
        ItemsEnded += items;
        Ended += run.IsDone ? 1 : 0;
    }

    /// <summary>Lets time pass until all runs have ended.</summary>
    public void Run(int runs)
    {
        Beat();
        Look();
        while (Ended < runs && Agenda.Next())
        {
        }

        void Beat()
        {
            var living = nodes.FindAll(node => !node.IsLost);
            living.ForEach(node => node.Report(living.Count));
            Agenda.After(PlanRhythm.BetweenReports.Ticks, Beat);
        }

        void Look()
        {
            var wanted = Runs.Sum(run => Math.Max(0, run.Wanted - Scenario.FreeAtHome));
            Usage.Look(nodes.Count(node => !node.IsLost) * (long)Scenario.SlotsPerNode, wanted, Runs.Exists(run => run.HasWaiting));
            Agenda.After(Usage.Step, Look);
        }
    }

    private void Change()
    {
        Membership++;
        members = [.. nodes.Where(node => !node.IsNoticed).Select(node => (node.Name, Scenario.SlotsPerNode))];
    }
}
