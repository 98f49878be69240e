using Flyte.Actors.Protocol;

namespace Flyte.Actors.Client;

/// <summary>One question to the region and its answer.</summary>
internal static class Asking
{
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromSeconds(1);

    // In one process too a run may end, or leave the memory, before it has answered.
    private static readonly TimeSpan BeforeRepeatHere = TimeSpan.FromSeconds(2);

    internal static async Task<TAnswer> AskAsync<TAnswer>(ClientCore core, IFlyteMessage message, CancellationToken cancellation)
        where TAnswer : class
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        var unanswered = new Unanswered(message, core.AskedInVain);
        using var port = new Port(core.System, (reply, _) =>
        {
            if (reply is TAnswer expected)
            {
                answer.TrySetResult(expected);
            }
            else if (reply is RunRejected { Code: RunRejected.NotFound } && message is PurgeRun purge && Volatile.Read(ref asked) > 1)
            {
                answer.TrySetResult((TAnswer)(object)new Done(purge.RunId)); // By the first question, whose answer was lost.
            }
            else if (reply is RunRejected rejected)
            {
                answer.TrySetException(Failures.Of(rejected));
            }
            else if (reply is ListFailed failed)
            {
                answer.TrySetException(new RunRejectedException($"The runs cannot be listed now: {failed.Reason}"));
            }
            else if (unanswered.Hear(reply) is { } inVain)
            {
                answer.TrySetException(inVain);
            }
        });
        var door = message is ListRuns ? core.Doors.List : core.Doors.Runs;
        var isElsewhere = core.Doors.LeadElsewhere(door);
        var pause = isElsewhere || message is IRunMessage { RunId.IsRoot: false } ? BeforeRepeat : BeforeRepeatHere;
        Ask();
        using var stopped = core.Links.OnClosed(e => answer.TrySetException(e));

        // Who was asked may be lost before it answers; and a run that was called may be over with its caller.
        while (isElsewhere || message is IRunMessage)
        {
            await ((Task)answer.Task).WaitAsync(pause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (answer.Task.IsCompleted)
            {
                break;
            }

            cancellation.ThrowIfCancellationRequested();
            Ask();
            if (isElsewhere && unanswered.Other is { } other)
            {
                door.Tell(other, port);
            }
        }

        return await answer.Task.WaitAsync(cancellation).ConfigureAwait(false);

        void Ask()
        {
            Interlocked.Increment(ref asked);
            door.Tell(message, port);
        }
    }
}
