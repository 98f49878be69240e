namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>A slot of a run on a node, and the leases it has: one, or one more that is sent ahead.</summary>
internal sealed class SimSlot
{
    private readonly SimRun run;
    private readonly World world;
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

    /// <summary>Starts a lease; the time on the way is lost unless it was sent ahead.</summary>
    public void Begin((int First, int Count) lease, long bodies, bool isAhead)
    {
        Lease = lease;
        var way = Node == run.Home || isAhead ? 0 : Scenario.Way;
        var begins = world.Agenda.Now + way;
        bodyEnds = begins + bodies;
        if (!IsFree)
        {
            world.Usage.Add(begins, bodyEnds);
        }

        world.Agenda.At(bodyEnds + way, OnEnd);
    }

    public (int First, int Count) End()
    {
        var lease = Lease!.Value;
        Lease = null;
        return lease;
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
