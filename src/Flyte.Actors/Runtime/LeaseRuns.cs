using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>Makes the run of a lease, whose types only its task knows.</summary>
internal sealed class LeaseRuns(Lease lease, LeaseHost host, IActorRef owner, IActorRef parent, MonotonicClock clock) : ITaskVisitor<LeaseRun>
{
    public LeaseRun Visit<TIn, TOut>(TaskDefinition<TIn, TOut> task) => task.IsAsync
        ? new AsyncLeaseRun<TIn, TOut>(task, lease, host, owner, parent, clock)
        : new SyncLeaseRun<TIn, TOut>(task, lease, host, owner, parent, clock);
}
