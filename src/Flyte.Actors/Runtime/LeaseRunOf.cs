using System.Diagnostics;
using Akka.Actor;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>A lease at work on items whose types are known. The two ways of running them are its subclasses.</summary>
internal abstract class LeaseRun<TIn, TOut> : LeaseRun
{
    /// <summary>Up to so many items, the time of each is taken; beyond, it is under a millisecond divided by as many.</summary>
    private const int TimedItems = 32;

    private readonly InputPage<TIn> page;
    private readonly int start;
    private readonly TOut[] values;
    private readonly bool isLimited;
    private readonly bool isTimed;
    private readonly PayloadLimits? limits;
    private ItemError?[]? errors;
    private long began;
    private long itemBegan;
    private TimeSpan limitBegan;

    private protected LeaseRun(
        TaskDefinition<TIn, TOut> task, Lease lease, LeaseHost host, IActorRef owner, IActorRef parent, MonotonicClock clock)
        : base(lease, host, owner, parent, clock)
    {
        Definition = task;
        page = (InputPage<TIn>)lease.Page;
        start = page.Start + lease.Offset;
        values = new TOut[lease.Count];
        limits = host.Limits ?? (page.Options.Cache.IsEnabled ? PayloadLimits.None : null);
        isLimited = lease.Page.Options.MaxRuntime is not null;
        isTimed = isLimited || lease.Count <= TimedItems;
    }

    internal override TimeSpan InHandFor => isLimited ? Clock.Now - limitBegan : TimeSpan.Zero;

    private protected TaskDefinition<TIn, TOut> Definition { get; }

    /// <summary>Whether each item needs a context of its own.</summary>
    private protected bool HasOwnContexts => Definition.WantsContext || Definition.HasAskedForContext;

    /// <summary>Whether nothing but the body stands between an input and its result.</summary>
    private protected bool IsPlain =>
        page.Faults is null && !ChecksInput && !ChecksResult && !isTimed && Trace is not { IsRecorded: true };

    // What is recorded or cached is written in any case, and that shows whether it can be.
    private bool ChecksInput => Definition.ChecksInput && page.Block is null;

    private bool ChecksResult => Definition.ChecksResult && limits is null;

    private protected TIn Input(int k) => page.Items[start + k];

    private protected void Begin()
    {
        Enter();
        began = Stopwatch.GetTimestamp();
    }

    private protected void BeginItem()
    {
        if (isTimed)
        {
            itemBegan = Stopwatch.GetTimestamp();
            limitBegan = isLimited ? Clock.Now : default;
        }
    }

    private protected TimeSpan SinceBegin => Stopwatch.GetElapsedTime(began);

    private protected void Set(int k, TOut value)
    {
        if (value is null && Definition.Body.PromisesResult)
        {
            Fail(k, NullResult());
        }
        else
        {
            values[k] = value;
        }
    }

    /// <summary>Records a value, unless it is none or came too late.</summary>
    private protected void SetChecked(int k, TOut value)
    {
        if (CancelReason(k) is { } reason && ErrorCodes.IsTimeout(reason.Code))
        {
            Fail(k, reason);
        }
        else if (ChecksResult && PayloadContract.Refusal(value) is { } refusal)
        {
            Fail(k, Errors.User(ErrorCodes.InvalidResult, $"The result cannot be written as JSON: {refusal}"));
        }
        else
        {
            Set(k, value);
        }
    }

    /// <summary>Whether the input is fit to be run; if not, the item has failed.</summary>
    private protected bool CheckInput(int k)
    {
        if (page.Faults?.Find(start + k) is { } fault)
        {
            Refuse(k, fault);
            return false;
        }

        if (ChecksInput && PayloadContract.Refusal(Input(k)) is { } refusal)
        {
            Refuse(k, new InputFault(null, $"The input cannot be written as JSON: {refusal}"));
            return false;
        }

        return true;
    }

    /// <summary>Records what a body threw; a body that was cancelled ends with the reason for it, whatever it threw.</summary>
    private protected void Fail(int k, Exception exception)
    {
        Trace?.Note(exception);
        Fail(k, CancelReason(k) ?? Errors.Of(exception));
    }

    /// <summary>Ends the span of item <paramref name="k"/>, whose body has returned.</summary>
    private protected void EndSpan(int k)
    {
        var error = errors?[k];
        Trace?.End(error?.Code, error?.Message);
    }

    private protected override ResultSegment Segment(int from, int count) => limits is not null
        ? new SegmentEncoder<TOut>(values, errors, limits, (k, error) => Describe(error, Lease.First + k)).Encode(Lease.First + from, from, count)
        : new ResultSegment<TOut>(Lease.First + from, count, values, errors, from);

    // The body was not started: this was no attempt.
    private void Refuse(int k, InputFault fault)
    {
        var error = Describe(Errors.User(fault.Code, fault.Message), Lease.First + k);
        Note(k, error with { Attempts = error.Attempts - 1 });
    }

    private static ItemError NullResult() => Errors.User(
        ErrorCodes.InvalidResult,
        $"The task returned null though it declares its result as {typeof(TOut).Name}, not {typeof(TOut).Name}?: declare it nullable, or throw.");

    private void Fail(int k, ItemError error)
    {
        var elapsed = isTimed ? Stopwatch.GetElapsedTime(itemBegan) : SinceBegin / (k + 1);
        Note(k, Describe(error with { Elapsed = elapsed }, Lease.First + k));
    }

    private void Note(int k, ItemError error)
    {
        (errors ??= new ItemError?[Lease.Count])[k] = error;
        EndAfter(k);
    }
}
