namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>A slot of a run on a node, and the lease it has.</summary>
internal sealed class SimSlot
{
    private readonly SimRun run;
    private readonly World world;
    private long bodyBegins;
    private long bodyEnds;

    public SimSlot(World world, SimRun run, SimNode node, bool isFree)
    {
        (this.world, this.run, Node, IsFree) = (world, run, node, isFree);
        OnEnd = () => run.OnLeaseDone(this);
    }

    public SimNode Node { get; }

    /// <summary>Whether no gate was asked for it.</summary>
    public bool IsFree { get; }

    public bool IsGone { get; set; }

    public (int First, int Count)? Lease { get; private set; }

    private Action OnEnd { get; }

    /// <summary>Starts a lease; the time on the way is lost. Returns how long its bodies take.</summary>
    public long Begin((int First, int Count) lease, double each, TimeSpan patience)
    {
        Lease = lease;
        var way = Node == run.Home ? 0 : Scenario.Way;
        var begun = (int)Math.Clamp(Math.Ceiling(patience.Ticks / each), 1, lease.Count);
        bodyBegins = world.Agenda.Now + way;
        bodyEnds = bodyBegins + (long)(each * begun);
        if (!IsFree)
        {
            world.Usage.Add(bodyBegins, bodyEnds);
        }

        if (begun < lease.Count)
        {
            world.Agenda.After(patience.Ticks, () => Cut(lease, begun));
        }

        world.Agenda.At(bodyEnds + way, OnEnd);
        return bodyEnds - bodyBegins;
    }

    private void Cut((int First, int Count) lease, int begun)
    {
        if (!IsGone && Lease == lease)
        {
            Lease = (lease.First, begun);
            run.OnGivenBack(this, lease.First + begun, lease.Count - begun);
        }
    }

    public (int First, int Count, TimeSpan Elapsed) End()
    {
        var (first, count) = Lease!.Value;
        Lease = null;
        return (first, count, TimeSpan.FromTicks(bodyEnds - bodyBegins));
    }

    /// <summary>The node is lost, and what runs on it.</summary>
    public void Die()
    {
        IsGone = true;
        if (Lease is not null && !IsFree && bodyEnds > world.Agenda.Now)
        {
            world.Usage.Add(world.Agenda.Now, bodyEnds, -1);
        }
    }
}
