using Flyte.Actors.Tasks;

namespace Flyte.Actors.Client;

/// <summary>A single call on its way: its input until it is sent, its caller until it is answered.</summary>
internal abstract class PendingCall(TaskDefinition task, TaskOptions options)
{
    internal TaskDefinition Task { get; } = task;

    internal TaskOptions Options { get; } = options;

    internal int Index { get; set; } = -1;

    /// <summary>A page of this and the following calls, which are all of the same task and options.</summary>
    internal abstract InputPage Page(List<PendingCall> calls, int start, int count);

    internal abstract void Complete(ResultSegment segment);

    internal abstract void Fail(Exception e);
}

/// <inheritdoc/>
internal sealed class PendingCall<TIn, TOut>(TaskDefinition<TIn, TOut> task, TaskOptions options, TIn input) : PendingCall(task, options)
{
    // The caller's continuation must not run on the actor that answers.
    private readonly TaskCompletionSource<TOut> result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<TOut> Result => result.Task;

    internal override InputPage Page(List<PendingCall> calls, int start, int count)
    {
        var inputs = new TIn[count];
        for (var i = 0; i < count; i++)
        {
            inputs[i] = ((PendingCall<TIn, TOut>)calls[start + i]).Input;
        }

        return new InputPage<TIn>(Task, Options, inputs, 0, count);
    }

    internal override void Complete(ResultSegment segment)
    {
        if (segment.ErrorAt(Index) is { } error)
        {
            result.TrySetException(new TaskFailedException(error));
        }
        else if (segment is ResultSegment<TOut> results)
        {
            result.TrySetResult(results.Values[results.Start + (Index - results.First)]);
        }
    }

    internal override void Fail(Exception e)
    {
        if (e is OperationCanceledException canceled)
        {
            result.TrySetCanceled(canceled.CancellationToken);
        }
        else
        {
            result.TrySetException(e);
        }
    }

    private TIn Input { get; } = input;
}
