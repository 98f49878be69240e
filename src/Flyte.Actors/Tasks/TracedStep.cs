using System.Diagnostics;
using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>A step on its way: asked for, perhaps executed by its caller, and answered once it is recorded.</summary>
internal interface ITracedStep : IPendingCall
{
    /// <summary>Nothing is recorded of the step. Returns at once; what the step comes to is told whenever it is known.</summary>
    void OnDue(StepPlace place);
}

/// <summary>Where a step stands, and who is told what it came to.</summary>
/// <param name="RunId">The run of the item's steps.</param>
/// <param name="Index">Its index there.</param>
/// <param name="Limits">How results are written for the journal; null when nothing is recorded.</param>
/// <param name="Tell">Takes the result.</param>
internal sealed record StepPlace(string RunId, int Index, PayloadLimits? Limits, Action<ResultSegment> Tell);

/// <inheritdoc cref="ITracedStep"/>
internal sealed class TracedStep<TIn, TOut>(TaskDefinition<TIn, TOut> definition, TIn input)
    : PendingCall<TIn, TOut>(definition, TaskOptions.Default, input), ITracedStep
{
    private readonly TaskDefinition<TIn, TOut> definition = definition;
    private readonly TIn input = input;
    private readonly TaskCompletionSource<StepPlace> due = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? thrown;
    private long began;
    private ResultSegment? outcome;

    /// <summary>Waits until it is known whether the caller has to execute the step.</summary>
    internal async Task<bool> IsDueAsync()
    {
        await System.Threading.Tasks.Task.WhenAny(due.Task, Task).ConfigureAwait(false);
        began = Stopwatch.GetTimestamp();
        return !Task.IsCompleted;
    }

    public void OnDue(StepPlace place)
    {
        if (!due.TrySetResult(place) && Volatile.Read(ref outcome) is { } known)
        {
            place.Tell(known);
        }
    }

    internal void Succeed(TOut value)
    {
        var refusal = definition.ChecksResult && due.Task.Result.Limits is null ? PayloadContract.Refusal(value) : null;
        End(value, refusal is null ? null : Errors.User(ErrorCodes.InvalidResult, $"The result cannot be written as JSON: {refusal}"));
    }

    internal void Throw(Exception exception)
    {
        thrown = exception;
        End(default!, Errors.Of(exception));
    }

    // What may be executed again is never replayed: its exception is always at hand.
    private protected override Exception Thrown(ItemError error) => error.IsRecoverable && thrown is not null ? thrown : base.Thrown(error);

    private void End(TOut value, ItemError? error)
    {
        var place = due.Task.Result;
        var result = new ResultSegment<TOut>(place.Index, 1, [value], error is null ? null : [Describe(error, place)], 0);
        Volatile.Write(ref outcome, place.Limits is { } limits
            ? new SegmentEncoder<TOut>(result.Values, result.Errors, limits, (_, e) => Describe(e, place)).Encode(place.Index, 0, 1)
            : result);
        place.Tell(outcome!);
    }

    private ItemError Describe(ItemError error, StepPlace place) => error with
    {
        Task = definition.Name,
        RunId = place.RunId,
        Index = place.Index,
        Input = typeof(TIn) == typeof(Nothing) ? null : PayloadJson.Show(input),
        Attempts = 1,
        Elapsed = Stopwatch.GetElapsedTime(began),
        Node = Environment.MachineName,
    };
}
