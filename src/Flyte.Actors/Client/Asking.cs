using Flyte.Actors.Protocol;

namespace Flyte.Actors.Client;

/// <summary>One question to the region and its answer.</summary>
internal static class Asking
{
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromSeconds(1);

    internal static async Task<TAnswer> AskAsync<TAnswer>(ClientCore core, IFlyteMessage message, CancellationToken cancellation)
        where TAnswer : class
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var port = new Port(core.System, (reply, _) =>
        {
            if (reply is TAnswer expected)
            {
                answer.TrySetResult(expected);
            }
            else if (reply is RunRejected rejected)
            {
                answer.TrySetException(Failures.Of(rejected));
            }
            else if (reply is ListFailed failed)
            {
                answer.TrySetException(new RunRejectedException($"The runs cannot be listed now: {failed.Reason}"));
            }
        });
        var door = message is ListRuns ? core.Doors.List : core.Doors.Runs;
        door.Tell(message, port);
        using var stopped = core.Links.OnClosed(e => answer.TrySetException(e));

        // Who was asked may be lost before it answers. What must not be done twice is not asked again.
        while (core.Doors.LeadElsewhere(door) && message is not (RerunRun or PurgeRun))
        {
            if (await Task.WhenAny(answer.Task, Task.Delay(BeforeRepeat, cancellation)).ConfigureAwait(false) == answer.Task)
            {
                break;
            }

            cancellation.ThrowIfCancellationRequested();
            door.Tell(message, port);
        }

        return await answer.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }
}
