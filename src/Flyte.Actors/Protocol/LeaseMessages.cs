using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Protocol;

/// <summary>Work for an item actor: consecutive items that it runs one after the other.</summary>
/// <param name="Number">Different for every lease of a run; what belongs to another lease than the present one is ignored.</param>
/// <param name="Page">The inputs, of which the lease is a part.</param>
/// <param name="Offset">Where in the page the first item stands.</param>
/// <param name="First">The index of the first item.</param>
/// <param name="Count">The number of items.</param>
/// <param name="Attempts">The attempts made at them before.</param>
/// <param name="Deadline">When they must be done.</param>
/// <param name="IsRecalled">Whether what the bodies call is kept, since a further attempt at them or at their caller may look for it.</param>
/// <param name="EndsAtFailure">Whether what follows a failure is given back, since the failure may end the run.</param>
internal sealed record Lease(
    int Number, InputPage Page, int Offset, int First, int Count, AttemptCount Attempts, DateTimeOffset? Deadline, bool IsRecalled, bool EndsAtFailure)
    : IWireMessage;

/// <summary>A message between a run and one of its item actors about a lease.</summary>
internal interface ILeaseMessage : IWireMessage
{
    int Lease { get; }
}

/// <summary>From the item actor: a body waits, so that the processors have room for another slot.</summary>
internal sealed record Slept(int Lease) : ILeaseMessage;

/// <summary>To the item actor: show what is finished, and give back what is not started. Answered by <see cref="Progress"/>.</summary>
internal sealed record Flush(int Lease) : ILeaseMessage;

/// <summary>To the item actor: cancel the item in hand if it is one of these. What is not started is given back.</summary>
internal sealed record Cancel(int Lease, int First, int Count, ItemError Reason) : ILeaseMessage;

/// <summary>From the item actor, in the middle of a lease.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="Finished">Results that were not shown before.</param>
/// <param name="GivenBack">The index of the first item that is given back.</param>
/// <param name="GivenBackCount">How many are given back, all at the end of the lease.</param>
internal sealed record Progress(int Lease, ResultSegment? Finished, int GivenBack, int GivenBackCount) : ILeaseMessage;

/// <summary>From the item actor: the lease is over, and the slot is free.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="Finished">Results that were not shown before.</param>
/// <param name="Failed">The error of the item in hand when the lease ended without its body: it crashed, or was left behind.</param>
/// <param name="GivenBack">The index of the first item that was not started.</param>
/// <param name="GivenBackCount">How many were not started.</param>
/// <param name="Elapsed">How long the lease took, from its first body to its last.</param>
/// <param name="Callers">Items whose bodies called tasks; null for none.</param>
/// <param name="HasLeaked">Whether a body goes on in spite of its cancellation, so that the item actor must be replaced.</param>
internal sealed record LeaseDone(
    int Lease,
    ResultSegment? Finished,
    ItemError? Failed,
    int GivenBack,
    int GivenBackCount,
    TimeSpan Elapsed,
    IReadOnlyList<int>? Callers,
    bool HasLeaked) : ILeaseMessage;

/// <summary>In place of an item actor that does not take a lease: nothing of it was started, and the slot is gone.</summary>
internal sealed record Refused(int Lease) : ILeaseMessage;
