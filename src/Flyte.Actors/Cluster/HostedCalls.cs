using Akka.Actor;
using Flyte.Actors.Client;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Cluster;

/// <summary>What the bodies of a hosted slot call: the calls are runs of the tree that its run is of, which may be lost.</summary>
internal sealed class HostedCalls
{
    private readonly Lock gate = new();
    private ItemRunner? last;
    private bool hasCalled;
    private bool isAbandoned;

    /// <summary>Whether a body has called since the lease began.</summary>
    internal bool HaveBegun
    {
        get
        {
            lock (gate)
            {
                return hasCalled;
            }
        }
    }

    internal void Reset()
    {
        lock (gate)
        {
            (last, hasCalled) = (null, false);
        }
    }

    /// <summary>The run has no use for its body any more, which is cancelled next: it neither waits for the tree nor tells it so.</summary>
    internal void Abandon()
    {
        ItemRunner? open;
        lock (gate)
        {
            (isAbandoned, open) = (true, last);
        }

        open?.Abandon();
    }

    internal IItemRunners Around(IItemRunners runners) => new Noting(runners, this);

    // The bodies of a lease run one after the other.
    private void Note(ITaskRunner runner)
    {
        lock (gate)
        {
            (last, hasCalled) = (runner as ItemRunner, true);
            if (!isAbandoned)
            {
                return;
            }
        }

        (runner as ItemRunner)?.Abandon();
    }

    private sealed class Noting(IItemRunners runners, HostedCalls calls) : IItemRunners
    {
        public ITaskRunner Create(TaskContext context, IActorRef tree)
        {
            var runner = runners.Create(context, tree);
            calls.Note(runner);
            return runner;
        }
    }
}
