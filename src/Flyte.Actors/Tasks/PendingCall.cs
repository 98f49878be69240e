using System.Diagnostics;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Tasks;

/// <summary>A single call on its way: its input until it is sent, its caller until it is answered.</summary>
internal interface IPendingCall
{
    TaskDefinition Definition { get; }

    /// <summary>Ends when the call is answered, in whatever way.</summary>
    Task Answer { get; }

    /// <summary>Whether a call can be in one page with this one.</summary>
    bool GoesWith(IPendingCall other);

    /// <summary>A page of calls that go with this one.</summary>
    InputPage Page(ReadOnlySpan<IPendingCall?> calls);

    void Complete(ResultSegment segment, int index);

    void Fail(Exception e);
}

/// <summary>A call is its own promise, for a hundred thousand of them may be gathered at once.</summary>
/// <param name="task">What is called.</param>
/// <param name="options">The options in force at the call site.</param>
/// <param name="input">What it is called with.</param>
/// <param name="span">The span that it is called in; null for none.</param>
internal class PendingCall<TIn, TOut>(TaskDefinition<TIn, TOut> task, TaskOptions options, TIn input, Activity? span = null)
    : TaskCompletionSource<TOut>, IPendingCall
{
    private readonly TaskDefinition<TIn, TOut> task = task;
    private readonly TaskOptions options = options;
    private readonly TIn input = input;
    private readonly Activity? span = span;

    public TaskDefinition Definition => task;

    public Task Answer => Task;

    public bool GoesWith(IPendingCall other) =>
        other is PendingCall<TIn, TOut> call && call.task == task && call.span == span && (ReferenceEquals(call.options, options) || call.options == options);

    public InputPage Page(ReadOnlySpan<IPendingCall?> calls)
    {
        var inputs = new TIn[calls.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = calls[i] is PendingCall<TIn, TOut> call ? call.input : input;
        }

        return new InputPage<TIn>(task, options, inputs, 0, inputs.Length) { Trace = TraceContext.Of(span) };
    }

    public void Complete(ResultSegment segment, int index)
    {
        if (segment.ErrorAt(index) is { } error)
        {
            TrySetException(Thrown(error));
        }
        else
        {
            var results = segment.As<TOut>();
            TrySetResult(results.Values[results.Start + (index - results.First)]);
        }
    }

    private protected virtual Exception Thrown(ItemError error) => new TaskFailedException(error);

    public void Fail(Exception e)
    {
        if (e is OperationCanceledException canceled)
        {
            TrySetCanceled(canceled.CancellationToken);
        }
        else
        {
            TrySetException(e);
        }
    }
}
