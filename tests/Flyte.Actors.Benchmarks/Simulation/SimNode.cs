using Flyte.Actors.Placement;

namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>A node: its gate's books, and what it tells of itself.</summary>
internal sealed class SimNode(World world, string name, double slowness)
{
    public string Name { get; } = name;

    public double Slowness { get; } = slowness;

    public GateBook Book { get; } = new(Scenario.SlotsPerNode);

    public Meter Gate { get; } = new(world.Agenda);

    /// <summary>The actor that hears the loads of all nodes and tells its own to all of them.</summary>
    public Meter Loads { get; } = new(world.Agenda);

    public GateLoad Load { get; private set; } = new(Scenario.SlotsPerNode, Scenario.SlotsPerNode, 0, IsDraining: false);

    public bool IsLost { get; set; }

    /// <summary>Whether the others know.</summary>
    public bool IsNoticed { get; set; }

    public void Report(int nodes)
    {
        Load = Book.Load;
        Loads.Count(2L * nodes * Traffic.Note, 2 * nodes);
    }

    public void Hear(SimRun run, SlotWish wish, long version, int has)
    {
        if (!IsLost)
        {
            Gate.Count(Traffic.Note);
            Book.Wish(run.Key, wish.Slots, version, wish.NeedsOne, has);
            Tell();
        }
    }

    public void Note(SimRun run, int slots)
    {
        if (!IsLost)
        {
            Gate.Count(Traffic.Note);
            Book.Note(run.Key, slots);
            Tell();
        }
    }

    /// <summary>Tells runs what their grants are now.</summary>
    public void Tell()
    {
        foreach (var grant in Book.TakeChanges())
        {
            Gate.Count(Traffic.Note);
            var run = world.Find(grant.RunKey);
            world.Agenda.After(Scenario.Way, () => run.OnGrant(this, grant));
        }
    }
}
