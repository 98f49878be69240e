using System.Text.Json;
using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>
/// One slot of a run: it has its leases run on threads of their own and stays free itself, so that it can tell, cut and cancel
/// at any time, whatever a body does.
/// </summary>
internal sealed class ItemActor(LeaseHost host) : UntypedActor, IWithTimers
{
    private LeaseRun? run;

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(LeaseHost host) =>
        ActorProps.Of(() => new ItemActor(host));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Lease lease when run is null or { IsReported: true }:
                Begin(lease);
                break;
            case MaySleep sleep when sleep.Run == run && run.InHand == sleep.Index:
                Context.Parent.Tell(new Slept(run.Lease.Number));
                break;
            case Flush flush when Holds(flush.Lease):
                run!.TellProgress();
                if (run.InHand is not null)
                {
                    Context.Parent.Tell(new Slept(flush.Lease));
                }

                break;
            case Cancel cancel when Holds(cancel.Lease):
                CancelAmong(cancel);
                break;
            case RuntimeIsUp timer when Holds(timer.Lease):
                CheckRuntime();
                break;
            case GraceIsOver timer when Holds(timer.Lease):
                run!.GiveUp(timer.Reason with { IsRecoverable = false }, hasLeaked: true);
                break;
            case LeaseCrashed crash when crash.Run == run:
                throw new ItemActorCrashedException(crash.Cause, run.InHand);
            case Orphaned orphan:
                Adopt(orphan);
                break;
        }
    }

    /// <summary>The last breath of a crashed item actor: its lease passes on to its successor, cut down to the item in hand.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        if (run is { IsReported: false })
        {
            run.TellProgress();
            var hasEnded = reason is ItemActorCrashedException;
            var cause = hasEnded ? reason.InnerException! : reason;
            Self.Tell(new Orphaned(run, hasEnded, Errors.System(
                ErrorCodes.WorkerLost, $"The item actor crashed while it worked on the item: {cause.GetType().Name}: {cause.Message}", recoverable: true)));
        }
    }

    protected override void PostStop()
    {
        run?.TellProgress();
        _ = run?.CancelInHand(Errors.System(ErrorCodes.Aborted, "The run was stopped."));
    }

    private bool Holds(int lease) => run is { IsReported: false } && run.Lease.Number == lease;

    private void Begin(Lease given)
    {
        if (Open(given) is not { } lease)
        {
            return;
        }

        run = lease.Page.Task.Accept(new LeaseRuns(lease, host, Self, Context.Parent, new MonotonicClock(Context.System.Scheduler)));
        if (lease.Page.Options.MaxRuntime is { } limit)
        {
            Timers.StartSingleTimer(nameof(RuntimeIsUp), new RuntimeIsUp(lease.Number), limit);
        }

        run.Start();
    }

    // Inputs that have come from another node are opened where they are run.
    private Lease? Open(Lease lease)
    {
        if (lease.Page is not StoredPage stored)
        {
            return lease;
        }

        try
        {
            var task = host.FindTask(stored.Task.Name) ?? throw new InvalidOperationException($"No task '{stored.Task.Name}' is registered with this node.");
            return lease with { Page = ((StoredPage)stored.Slice(lease.Offset, lease.Count)).Open(task), Offset = 0 };
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            Context.Parent.Tell(new LeaseDone(lease.Number, LostItems.Unreadable(lease, host, e), null, 0, 0, TimeSpan.Zero, null, HasLeaked: false));
            return null;
        }
    }

    private void CancelAmong(Cancel cancel)
    {
        run!.TellProgress();
        if (run.InHand is { } index && index >= cancel.First && index - cancel.First < cancel.Count)
        {
            CancelInHand(cancel.Reason);
        }
    }

    private void CheckRuntime()
    {
        var limit = run!.Lease.Page.Options.MaxRuntime!.Value;
        var left = run.InHand is null ? limit : limit - run.InHandFor;
        if (left > TimeSpan.Zero)
        {
            Timers.StartSingleTimer(nameof(RuntimeIsUp), new RuntimeIsUp(run.Lease.Number), left);
            return;
        }

        run.TellProgress();
        CancelInHand(Errors.System(ErrorCodes.MaxRuntimeExceeded, $"The attempt ran longer than MaxRuntime, {limit}.", recoverable: true));
    }

    private void CancelInHand(ItemError reason)
    {
        // Only the first cancellation of an item counts: to repeat it prolongs nothing.
        if (run!.CancelInHand(reason))
        {
            Timers.StartSingleTimer(nameof(GraceIsOver), new GraceIsOver(run.Lease.Number, reason), host.Grace);
        }
    }

    private void Adopt(Orphaned orphan)
    {
        run = orphan.Run;
        if (orphan.HasEnded)
        {
            run.GiveUp(orphan.Reason, hasLeaked: false);
        }
        else
        {
            CancelInHand(orphan.Reason);
        }
    }

    private sealed record RuntimeIsUp(int Lease) : IFlyteMessage;

    private sealed record GraceIsOver(int Lease, ItemError Reason) : IFlyteMessage;

    private sealed record Orphaned(LeaseRun Run, bool HasEnded, ItemError Reason) : IFlyteMessage;
}

/// <summary>Something outside a body went wrong on the thread of a lease; rethrown in its actor, for the supervisor.</summary>
/// <param name="inner">What.</param>
/// <param name="item">The item that was in hand; null for none.</param>
internal sealed class ItemActorCrashedException(Exception inner, int? item) : Exception(inner.Message, inner)
{
    internal int? Item => item;
}
