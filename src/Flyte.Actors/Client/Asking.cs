using Flyte.Actors.Protocol;

namespace Flyte.Actors.Client;

/// <summary>One question to the region and its answer.</summary>
internal static class Asking
{
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
        (message is ListRuns ? core.Doors.List : core.Doors.Runs).Tell(message, port);
        using var stopped = core.Links.OnClosed(e => answer.TrySetException(e));
        return await answer.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }
}
