using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>Has snapshots made of one tree, beside its writes, as often as they are due. No write waits for one.</summary>
/// <param name="root">The tree's root.</param>
/// <param name="snapshots">Where they are made; null when none are.</param>
/// <param name="keeper">Is told by <see cref="Made"/> that one is made, or not.</param>
/// <param name="log">Where it is said that none can be made.</param>
#pragma warning disable CA1001 // A source without a timer and without a handle has nothing to dispose of.
internal sealed class Compaction(RunId root, TreeSnapshots? snapshots, IActorRef keeper, ILoggingAdapter log)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource stopping = new();
    private long due = long.MaxValue;
    private long recorded;
    private bool isUnderWay;
    private bool hasFailed;

    /// <summary>Cancelled when the tree, or its record, goes.</summary>
    internal CancellationToken Stopping => stopping.Token;

    /// <summary>The tree's events are known.</summary>
    /// <param name="covered">The number of the last one that is in its snapshot.</param>
    internal void Begin(long covered) => due = snapshots?.Rule.Next(covered) ?? long.MaxValue;

    /// <summary>Events up to one are recorded.</summary>
    internal void OnRecorded(long last)
    {
        recorded = last;
        MakeIfDue();
    }

    internal void OnMade(Made made)
    {
        isUnderWay = false;
        due = made.IsMade || made.Failure is not null ? snapshots!.Rule.Next(made.Last) : long.MaxValue;
        if (!made.IsMade && !hasFailed && !stopping.IsCancellationRequested)
        {
            hasFailed = true;
            log.Warning(
                "No snapshot of run {0} was made at event {1}, so that it takes longer to open it again: {2}",
                root,
                made.Last,
                made.Failure?.GetBaseException().Message ?? $"it has more than {snapshots!.Rule.MaxBytes} bytes.");
        }

        MakeIfDue();
    }

    private void MakeIfDue()
    {
        if (snapshots is not null && recorded >= due && !isUnderWay && !stopping.IsCancellationRequested)
        {
            isUnderWay = true;
            var last = recorded;
            _ = snapshots.MakeAsync(root, last, stopping.Token).PipeTo(
                keeper, success: isMade => new Made(last, isMade, Failure: null), failure: e => new Made(last, IsMade: false, e));
        }
    }

    /// <summary>No more are made: one that is under way is not kept.</summary>
    internal void Stop() => stopping.Cancel();

    /// <summary>A snapshot is made of the events up to one; or is not, for it failed or would be too large.</summary>
    internal sealed record Made(long Last, bool IsMade, Exception? Failure);
}
