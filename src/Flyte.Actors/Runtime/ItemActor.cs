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
    private bool isLost;

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(LeaseHost host) =>
        Akka.Actor.Props.Create(() => new ItemActor(host)).WithDispatcher(FlyteDispatcher.Id);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Lease lease when run is null:
                Begin(lease);
                break;
            case LeaseRunEnded ended when ended.Run == run:
                End(ended.Crash);
                break;
            case Flush flush when flush.Lease == run?.Lease.Number:
                ShowAndGiveBack();
                break;
            case Cancel cancel when cancel.Lease == run?.Lease.Number:
                ShowAndGiveBack();
                if (run.InHand is { } index && index >= cancel.First && index < cancel.First + cancel.Count)
                {
                    CancelInHand(cancel.Reason);
                }

                break;
            case TimeIsUp timer when timer.Lease == run?.Lease.Number:
                CheckRuntime();
                break;
            case GraceIsOver timer when timer.Lease == run?.Lease.Number:
                LeaveBehind(timer.Reason);
                break;
            case Orphaned orphan:
                Adopt(orphan);
                break;
        }
    }

    /// <summary>The last breath of a crashed item actor: its lease passes on to its successor, cut down to the item in hand.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        if (run is not null)
        {
            var (first, count) = run.Cut();
            Context.Parent.Tell(new Progress(run.Lease.Number, run.Show(), first, count));
            Self.Tell(new Orphaned(run, Errors.System(
                ErrorCodes.WorkerLost, $"The item actor crashed while it worked on the item: {reason.GetType().Name}: {reason.Message}", recoverable: true)));
        }
    }

    protected override void PostStop()
    {
        run?.Cut();
        run?.CancelInHand(Errors.System(ErrorCodes.Aborted, "The run was stopped."));
    }

    private void Begin(Lease lease)
    {
        run = lease.Page.Task.Accept(new LeaseRuns(lease, host, Self, Context.Parent, new MonotonicClock(Context.System.Scheduler)));
        if (lease.Page.Options.MaxRuntime is { } limit)
        {
            Timers.StartSingleTimer(nameof(TimeIsUp), new TimeIsUp(lease.Number), limit);
        }

        run.Start();
    }

    private void End(Exception? crash)
    {
        if (crash is not null && !isLost)
        {
            throw new ItemActorCrashedException(crash);
        }

        Report(failed: null);
    }

    private void ShowAndGiveBack()
    {
        var (first, count) = run!.Cut();
        Context.Parent.Tell(new Progress(run.Lease.Number, run.Show(), first, count));
    }

    private void CheckRuntime()
    {
        var limit = run!.Lease.Page.Options.MaxRuntime!.Value;
        var left = run.InHand is null ? limit : limit - run.InHandFor;
        if (left > TimeSpan.Zero)
        {
            Timers.StartSingleTimer(nameof(TimeIsUp), new TimeIsUp(run.Lease.Number), left);
            return;
        }

        ShowAndGiveBack();
        CancelInHand(Errors.System(ErrorCodes.MaxRuntimeExceeded, $"The attempt ran longer than MaxRuntime, {limit}.", recoverable: true));
    }

    private void CancelInHand(ItemError reason)
    {
        run!.CancelInHand(reason);
        Timers.StartSingleTimer(nameof(GraceIsOver), new GraceIsOver(run.Lease.Number, reason), host.Grace);
    }

    private void LeaveBehind(ItemError reason)
    {
        if (run!.InHand is { } index && !run.HasEnded)
        {
            Report(run.Describe(reason with { IsRecoverable = false }, index), hasLeaked: true);
        }
    }

    private void Adopt(Orphaned orphan)
    {
        (run, isLost) = (orphan.Run, true);
        if (!run.HasEnded)
        {
            CancelInHand(orphan.Reason);
        }
        else if (run.IsOver)
        {
            Report(failed: null);
        }
        else
        {
            Report(run.InHand is { } index ? run.Describe(orphan.Reason, index) : null);
        }
    }

    private void Report(ItemError? failed, bool hasLeaked = false)
    {
        var (first, count) = run!.Cut();
        Context.Parent.Tell(new LeaseDone(run.Lease.Number, run.Show(), failed, first, count, run.Elapsed, run.Callers, hasLeaked));
        Timers.CancelAll();
        (run, isLost) = (null, false);
    }

    private sealed record TimeIsUp(int Lease) : IFlyteMessage;

    private sealed record GraceIsOver(int Lease, ItemError Reason) : IFlyteMessage;

    private sealed record Orphaned(LeaseRun Run, ItemError Reason) : IFlyteMessage;
}

/// <summary>Something outside a body went wrong on the thread of a lease; rethrown in its actor, for the supervisor.</summary>
internal sealed class ItemActorCrashedException(Exception inner) : Exception(inner.Message, inner);
