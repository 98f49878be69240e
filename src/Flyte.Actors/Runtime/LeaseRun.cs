using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tasks;
using Flyte.Actors.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Flyte.Actors.Runtime;

/// <summary>
/// A lease at work: its range, its results, and the thread (or the chain of continuations) that runs the bodies one after the
/// other. Only that thread writes results; the item actor that owns the lease looks, cuts and cancels.
/// </summary>
internal abstract class LeaseRun : IThreadPoolWorkItem, IAmbient
{
    private readonly Lock gate = new();
    private readonly TaskLog? log;
    private CancellationTokenSource? cancellation;
    private ItemError? cancelReason;
    private int cancelled = -1;
    private int shown;
    private List<int>? callers;
    private (int First, int Count) rest;
    private TaskContext? shared;
    private BlackBox? box;
    private int place;

    private protected LeaseRun(Lease lease, LeaseHost host, IActorRef owner, IActorRef parent, MonotonicClock clock)
    {
        (Lease, Host, Owner, Parent, Clock) = (lease, host, owner, parent, clock);
        Range = new LeaseRange(lease.Count);
        Trace = LeaseTrace.Of(lease.Page.Trace ?? host.Trace);
        log = host.Logs?.Of(lease.Page.Task.Name);
    }

    internal Lease Lease { get; }

    private protected LeaseHost Host { get; }

    private protected IActorRef Owner { get; }

    private protected IActorRef Parent { get; }

    private protected MonotonicClock Clock { get; }

    private protected LeaseRange Range { get; }

    /// <summary>The trace that the bodies are part of; null for none.</summary>
    private protected LeaseTrace? Trace { get; }

    /// <summary>Whether item <paramref name="k"/>, the next in turn, is to be run; notes that it is in hand.</summary>
    private protected bool Take(int k)
    {
        if (!Range.Take(k))
        {
            return false;
        }

        box?.Set(place, Lease.First + k);
        return true;
    }

    /// <summary>The thread of the lease begins.</summary>
    private protected void Enter()
    {
        box = Host.BlackBox;
        place = box?.Open(Host.RunId, Lease.First) ?? -1;
        Trace?.Enter();
    }

    private protected void BeginSpan(int k) => Trace?.Begin(Lease.Page.Task.Name, Host.RunId.Value, Lease.First + k, Lease.Attempts.Total + 1, Host.Node);

    /// <summary>Whether what a body logs is to be told from what others do.</summary>
    private protected bool HasScopes => log is { TakesScopes: true };

    /// <summary>Has what is logged here be about item <paramref name="k"/>; null where nobody learns of it.</summary>
    private protected IDisposable? BeginScope(int k) =>
        HasScopes ? log!.Begin(Host.RunId.Value, Lease.First + k, Lease.Attempts.Total + 1) : null;

    private void Leave()
    {
        box?.Close(place);
        Trace?.Leave();
    }

    /// <summary>Whether the run has been told that the lease is over: nothing that follows counts.</summary>
    internal bool IsReported { get; private set; }

    /// <summary>The index of the item whose body runs; null between and after them.</summary>
    internal int? InHand => Range.InHand is { } k ? Lease.First + k : null;

    /// <summary>How long the item in hand has been running; only for tasks with a limit on that.</summary>
    internal abstract TimeSpan InHandFor { get; }

    TaskContext? IAmbient.Context => Touch();

    /// <summary>Has the bodies run, on threads that are nobody else's.</summary>
    internal abstract void Start();

    public abstract void Execute();

    /// <summary>Shows the run what is finished, and gives back what is not started.</summary>
    internal void TellProgress()
    {
        lock (gate)
        {
            if (!IsReported)
            {
                var (first, count) = Cut();
                Parent.Tell(new Progress(Lease.Number, Show(Range.Finished), first, count), Owner);
            }
        }
    }

    /// <summary>Ends the lease without its last body: what that returns from now on is ignored.</summary>
    /// <param name="error">What the item in hand ends with.</param>
    /// <param name="hasLeaked">Whether its body still runs.</param>
    internal void GiveUp(ItemError error, bool hasLeaked)
    {
        lock (gate)
        {
            if (!IsReported)
            {
                Trace?.GiveUp(error.Code, error.Message);
                var (first, count) = Cut();
                Report(Range.Finished, InHand is { } index ? Describe(error, index) : null, first, count, TimeSpan.Zero, hasLeaked);
            }
        }
    }

    /// <summary>
    /// Cancels the item in hand; the lease must have been cut, so that it is the last one. False when there is none, or it was
    /// cancelled before.
    /// </summary>
    internal bool CancelInHand(ItemError reason)
    {
        lock (gate)
        {
            if (Range.InHand is not { } k || cancelReason is not null)
            {
                return false;
            }

            (cancelReason, cancelled) = (reason, k);
            // The callbacks of a token are the user's code: never on the thread of an actor.
            ThreadPool.UnsafeQueueUserWorkItem(static source => source.Cancel(), cancellation ??= new CancellationTokenSource(), preferLocal: false);
            return true;
        }
    }

    /// <summary>An error of the runtime's with all that is known of the item.</summary>
    internal ItemError Describe(ItemError error, int index) => error with
    {
        Task = Lease.Page.Task.Name,
        RunId = Host.RunId.Value,
        Index = index,
        Input = Lease.Page.Show(Lease.Offset + (index - Lease.First)),
        Attempts = Lease.Attempts.Total + 1,
        Elapsed = error.Elapsed == TimeSpan.Zero ? InHandFor : error.Elapsed,
        Node = Host.Node,
    };

    /// <summary>Notes that item <paramref name="k"/> has failed: where that may end the run, what follows is not started.</summary>
    private protected void EndAfter(int k)
    {
        if (Lease.EndsAtFailure)
        {
            lock (gate)
            {
                var (first, count) = Range.EndAfter(k);
                rest = count > 0 ? (Lease.First + first, count) : rest;
            }
        }
    }

    private protected abstract ResultSegment Segment(int from, int count);

    private protected CancellationToken Token
    {
        get
        {
            lock (gate)
            {
                return (cancellation ??= new CancellationTokenSource()).Token;
            }
        }
    }

    /// <summary>Why item <paramref name="k"/> was cancelled, or null.</summary>
    private protected ItemError? CancelReason(int k)
    {
        lock (gate)
        {
            return cancelled == k ? cancelReason : null;
        }
    }

    private protected TaskContext NewContext(int k, CancellationToken token) => new(
        Lease.Page.Task.Name,
        Host.RunId.Value,
        Lease.First + k,
        Lease.Attempts.Total + 1,
        Lease.Attempts.User,
        Lease.Deadline,
        Lease.IsRecalled,
        Host.IsRecorded,
        context => Host.Runners.Create(context, Host.Tree),
        log?.Logger ?? NullLogger.Instance,
        token);

    /// <summary>Notes that a body has returned, and whether it called tasks.</summary>
    private protected void EndContext(TaskContext context, int k)
    {
        context.End();
        if (context.HasRunner)
        {
            lock (gate)
            {
                (callers ??= []).Add(Lease.First + k);
            }
        }
    }

    /// <summary>Whether a body has asked for its context since the lease began.</summary>
    private protected bool WasTouched => Volatile.Read(ref shared) is not null;

    /// <summary>Ends the context that the body of item <paramref name="k"/> asked for.</summary>
    private protected void EndTouched(int k)
    {
        Ambient.Set(this);
        EndContext(shared!, k);
    }

    /// <summary>The last body has returned. The run is told from here: the item actor need not be woken for it.</summary>
    private protected void Finish(TimeSpan elapsed)
    {
        Leave();
        lock (gate)
        {
            if (!IsReported)
            {
                // All that was not cut off has been run: no need for the barrier of a cut.
                var (first, count) = TakeRest();
                Report(Range.Taken, failed: null, first, count, elapsed, hasLeaked: false);
            }
        }
    }

    /// <summary>Something outside a body went wrong: the item actor dies of it, and its supervisor decides.</summary>
    private protected void Crash(Exception cause)
    {
        Leave();
        Owner.Tell(new LeaseCrashed(this, cause), ActorRefs.NoSender);
    }

    private void Report(int finished, ItemError? failed, int givenBack, int givenBackCount, TimeSpan elapsed, bool hasLeaked)
    {
        IsReported = true;
        Parent.Tell(new LeaseDone(Lease.Number, Show(finished), failed, givenBack, givenBackCount, elapsed, callers, hasLeaked), Owner);
    }

    private (int First, int Count) Cut()
    {
        var (first, count) = Range.Cut();
        return count > 0 ? (Lease.First + first, count) : TakeRest();
    }

    private (int First, int Count) TakeRest()
    {
        var taken = rest;
        rest = default;
        return taken;
    }

    private ResultSegment? Show(int finished)
    {
        var from = shown;
        shown = Math.Max(shown, finished);
        return shown == from ? null : Segment(from, shown - from);
    }

    private TaskContext? Touch()
    {
        lock (gate)
        {
            if (shared is null && Range.InHand is { } k)
            {
                Lease.Page.Task.HasAskedForContext = true;
                Volatile.Write(ref shared, NewContext(k, (cancellation ??= new CancellationTokenSource()).Token));
            }

            if (shared is null)
            {
                // Code that a body has left behind: whatever it calls is refused.
                var ended = NewContext(0, CancellationToken.None);
                ended.End();
                return ended;
            }

            Ambient.Set(shared);
            return shared;
        }
    }
}

/// <summary>From the thread of a lease to its item actor: the body of an item has not completed at once.</summary>
internal sealed record MaySleep(LeaseRun Run, int Index) : IFlyteMessage;

/// <summary>From the thread of a lease to its item actor: something outside a body went wrong.</summary>
internal sealed record LeaseCrashed(LeaseRun Run, Exception Cause) : IFlyteMessage;

/// <summary>Time that only goes forward; the scheduler's, so that tests can hold it.</summary>
internal readonly struct MonotonicClock(IScheduler scheduler)
{
    internal TimeSpan Now => scheduler.MonotonicClock;
}
