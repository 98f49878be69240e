using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Client;

/// <summary>A run that belongs to the one stream which reads it: fed, read, and stopped with the stream.</summary>
internal sealed class RunFeed : ResultFeed
{
    private readonly RunLink link;
    private readonly InputFeeder feeder;
    private readonly ResultReader reader;
    private readonly bool isKept;
    private readonly Action<RunFeed>? onClosed;
    private readonly RunSpan? span;
    private readonly CancellationToken cancellation;
    private readonly CancellationTokenRegistration registration;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunEnd? end;
    private volatile bool isClosed;
    private volatile bool isAbandoned;

    /// <param name="link">The run.</param>
    /// <param name="spec">What the run is.</param>
    /// <param name="feeder">Its inputs.</param>
    /// <param name="order">The order to read in.</param>
    /// <param name="isKept">Whether the run is still asked for after the stream has ended.</param>
    /// <param name="onClosed">Called once the stream is disposed of.</param>
    /// <param name="isNew">Whether the run's id was made for it.</param>
    /// <param name="span">The span of the run, which ends with the stream; null for none.</param>
    /// <param name="cancellation">Aborts the run.</param>
    internal RunFeed(
        RunLink link, RunSpec spec, InputFeeder feeder, ReadOrder order, bool isKept, Action<RunFeed>? onClosed, bool isNew, RunSpan? span, CancellationToken cancellation)
    {
        (this.link, this.feeder, this.span, this.cancellation, this.isKept, this.onClosed) = (link, feeder, span, cancellation, isKept, onClosed);
        reader = new ResultReader(link, order, from: 0, spec.RunAhead);
        link.OnStatus = _ => ended.TrySetResult();
        link.OnFailed += OnFailed;
        link.OnGone = OnGone;
        link.Start(new StartRun(spec, isNew, feeder.First()));
        _ = feeder.RunAsync();
        reader.Open(consumed: 0);
        registration = cancellation.UnsafeRegister(static feed => ((RunFeed)feed!).Cancel(), this);
    }

    internal override ValueTask<IReadOnlyList<ResultSegment>?> NextAsync(int consumed)
    {
        if (end is not null)
        {
            return EndAsync(end);
        }

        var next = reader.NextAsync(consumed);
        return next.IsCompletedSuccessfully ? Take(next.Result) : WaitAsync(next);
    }

    /// <summary>Ends the stream for its consumer, whose run is over: nothing more is waited for.</summary>
    internal void Fail(Exception e)
    {
        feeder.Stop();
        link.Fail(e);
    }

    /// <summary>
    /// Ends the stream for its consumer, and tells the run nothing more: where its tree goes on it may be somebody else's by now.
    /// </summary>
    internal void Abandon(Exception e)
    {
        isAbandoned = true;
        Fail(e);
        link.Dispose();
    }

    public override async ValueTask DisposeAsync()
    {
        if (isClosed)
        {
            return;
        }

        isClosed = true;
        await registration.DisposeAsync().ConfigureAwait(false);
        feeder.Stop();
        if (!reader.HasSeenEnd && !ended.Task.IsCompleted)
        {
            link.OnRepeat += TellToEnd;
            TellToEnd();
            await ended.Task.ConfigureAwait(false);
        }

        if (!isKept && !isAbandoned)
        {
            link.TellDoor(new ForgetRun(link.Id));
        }

        link.Dispose();
        span?.Dispose();
        onClosed?.Invoke(this);
    }

    /// <summary>Notes what the only item of the run has failed with.</summary>
    internal void NoteFailure(ItemError error) => span?.Fail(error.Code, error.Message);

    private void OnFailed(Exception e)
    {
        span?.Fail(e);
        ended.TrySetResult();
    }

    private void TellToEnd()
    {
        link.Tell(new AbortRun(link.Id, "The consumer of its results left.", IsCallers: true));
        link.Tell(new GetRun(link.Id, AtEnd: true));
    }

    // Its tree goes on elsewhere. Whoever only waits for the end of the run has nothing to wait for.
    private void OnGone()
    {
        if (isClosed)
        {
            ended.TrySetResult();
        }
    }

    private async ValueTask<IReadOnlyList<ResultSegment>?> WaitAsync(ValueTask<ResultPage> next) =>
        await Take(await next.ConfigureAwait(false)).ConfigureAwait(false);

    private ValueTask<IReadOnlyList<ResultSegment>?> Take(ResultPage page)
    {
        end = page.End;
        return page.Segments.Count > 0 || end is null
            ? new ValueTask<IReadOnlyList<ResultSegment>?>(page.Segments)
            : EndAsync(end);
    }

    private ValueTask<IReadOnlyList<ResultSegment>?> EndAsync(RunEnd how)
    {
        feeder.Stop();
        if (how.Error is { } error)
        {
            NoteFailure(error);
        }

        var exception = cancellation.IsCancellationRequested && how.Phase == RunPhase.Aborted
            ? new OperationCanceledException(cancellation)
            : Failures.Of(how, feeder.Failure);
        return exception is null
            ? new ValueTask<IReadOnlyList<ResultSegment>?>((IReadOnlyList<ResultSegment>?)null)
            : ValueTask.FromException<IReadOnlyList<ResultSegment>?>(exception);
    }

    private void Cancel()
    {
        if (!isAbandoned)
        {
            link.Tell(new AbortRun(link.Id, "Its caller was cancelled.", IsCallers: true));
        }

        var canceled = new OperationCanceledException(cancellation);
        span?.Fail(canceled);
        reader.Fail(canceled);
    }
}
