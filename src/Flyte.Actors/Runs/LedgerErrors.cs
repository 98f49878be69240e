using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>The errors of items that a ledger ends without their bodies.</summary>
internal static class LedgerErrors
{
    internal static ItemError Deadline(TaskOptions options) => Errors.System(
        ErrorCodes.DeadlineExceeded,
        $"The item was not done within its deadline, {(options.Deadline is { } own ? own.ToString() : "that of its caller")}, over all attempts.");

    internal static ItemError QueuedTooLong(TaskOptions options) => Errors.System(
        ErrorCodes.MaxQueuedTimeExceeded,
        $"The item waited for a slot longer than MaxQueuedTime, {options.MaxQueuedTime}. Raise it, or the map's concurrency.");

    internal static ItemError Stopped(ItemError stop) => Errors.System(
        ErrorCodes.Aborted,
        stop.Code == ErrorCodes.Aborted ? stop.Message : $"The run was stopped: {stop.Message}");

    internal static ItemError TooManyItems() => Errors.User(
        ErrorCodes.InputSourceFailed, $"A run takes at most {int.MaxValue:N0} items: split the stream over several runs.");

    /// <summary>The results of items that were withdrawn, cut where their pages end.</summary>
    internal static IEnumerable<FailedSegment> Segments(ItemError error, RunId run, List<(int First, int Count)> gone, WorkQueue queue)
    {
        foreach (var (first, count) in gone)
        {
            for (int at = first, end = first + count; at < end;)
            {
                var page = queue.PageOf(at);
                var part = Math.Min(end, page.End) - at;
                var inputs = (page.Page.Block?.Json.Length ?? 0) + page.Page.FaultBytes;
                var shared = error with { Task = page.Page.Task.Name };
                yield return new FailedSegment(at, part, Describe(shared, run, page, queue.Attempts(page)), shared, inputs);
                at += part;
            }
        }
    }

    // The page outlives its place in the run in the function that is returned: its inputs are shown when the error is read.
    private static Func<int, ItemError> Describe(ItemError error, RunId run, PageEntry page, Dictionary<int, AttemptCount>? attempts) =>
        index => error with
        {
            RunId = run.Value,
            Index = index,
            Input = page.Page.Show(index - page.First),
            Attempts = attempts?.GetValueOrDefault(index).Total ?? 0,
        };
}
