using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// The list of recorded runs: the index of the store, and beside it what the runs in memory look like now. At its start it has
/// all runs opened that have to go on, or of which the index is not known to tell the truth; now and then it has those removed
/// whose time is over.
/// </summary>
internal sealed class RecordedListActor(Recording recording) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);
    private const int SweepSize = 100;

    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly Dictionary<string, RunInfo> live = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunInfo> unwritten = new(StringComparer.Ordinal);
    private readonly HashSet<string> unseen = new(StringComparer.Ordinal);
    private readonly HashSet<string> removed = new(StringComparer.Ordinal);
    private readonly List<(ListRuns Order, IActorRef Asker)> held = [];
    private long offset = -1;
    private RunInfo[] writing = [];
    private bool isWriting;

    // A runtime that executes nothing is there to show, which it does not before the index has caught up with the journal.
    private bool isBehind = !recording.ResumesRuns;

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(Recording recording) =>
        ActorProps.Of(() => new RecordedListActor(recording));

    protected override void PreStart()
    {
        Self.Tell(Open.Instance);
        Timers.StartSingleTimer(nameof(CaughtUp), CaughtUp.Instance, LongestCatchUp);
        if (recording.ResumesRuns)
        {
            Timers.StartPeriodicTimer(nameof(Sweep), Sweep.Instance, TimeSpan.Zero, BetweenSweeps);
        }
    }

    // What is not written yet is taken up by the store before it is closed.
    protected override void PostStop() => _ = recording.Index.UpsertAsync([.. unwritten.Values]);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Open:
                _ = FindUnfinishedAsync().PipeTo(Self, success: found => found, failure: e => new Failed(e, Open.Instance));
                break;
            case Unfinished found:
                OnUnfinished(found);
                break;
            case RunChanged changed:
                live[changed.RunId.Value] = unwritten[changed.RunId.Value] = changed.Info;
                WriteSoon();
                break;
            case TreeClosed closed:
                live.Remove(closed.RunId.Value);
                if (unseen.Contains(closed.RunId.Value))
                {
                    CatchUp();
                }

                break;
            case RunRemoved gone:
                OnRemoved(gone.RunId.Value);
                break;
            case RunRejected { Code: RunRejected.NotFound } gone:
                OnRemoved(gone.RunId.Value); // Its events are gone already: a process died while it removed the run.
                break;
            case CaughtUp:
                CatchUp();
                break;
            case RowRemoved row:
                removed.Remove(row.Id);
                break;
            case Write:
                WriteNow();
                break;
            case Written written:
                OnWritten(written);
                break;
            case Sweep:
                _ = recording.Index.EndedBeforeAsync(Context.System.Scheduler.Now - recording.Retention, SweepSize)
                    .PipeTo(Self, success: ids => new Expired(ids), failure: e => new Failed(e, Again: null));
                break;
            case Expired expired:
                expired.Ids.ToList().ForEach(id => Context.Parent.Tell(new PurgeRun(new RunId(id)), Self));
                break;
            case ListRuns list when isBehind:
                held.Add((list, Sender));
                break;
            case ListRuns list:
                List(list, Sender);
                break;
            case Failed failed:
                OnFailed(failed);
                break;
        }
    }

    private async Task<Unfinished> FindUnfinishedAsync()
    {
        var from = await recording.Index.OffsetAsync().ConfigureAwait(false);
        var (roots, to) = await recording.Events.RootsSinceAsync(from).ConfigureAwait(false);
        var open = await recording.Index.UnfinishedAsync().ConfigureAwait(false);
        string[] changed = [.. roots.Select(r => r.Value)];
        var over = await recording.Index.EndedAmongAsync(changed).ConfigureAwait(false);
        return new Unfinished([.. changed.Except(over, StringComparer.Ordinal).Union(open, StringComparer.Ordinal)], to);
    }

    private void OnUnfinished(Unfinished found)
    {
        offset = found.Offset;
        unseen.UnionWith(found.Ids);
        Context.Parent.Tell(new OpenTrees([.. found.Ids.Select(id => new RunId(id))]));
        NoteSeen();
    }

    // The index has followed the journal so far once every run of it has told what it looks like.
    private void NoteSeen()
    {
        if (unseen.Count == 0 && offset >= 0)
        {
            var seen = offset;
            offset = -1;
            _ = recording.Index.SetOffsetAsync(seen).PipeTo(Self, failure: e => new Failed(e, Again: null));
            CatchUp();
            if (recording.ResumesRuns)
            {
                Self.Tell(Sweep.Instance);
            }
        }
    }

    // Where a run or the database does not answer, what there is is shown all the same.
    private void CatchUp()
    {
        isBehind = false;
        held.ForEach(list => List(list.Order, list.Asker));
        held.Clear();
    }

    private void WriteSoon()
    {
        if (!isWriting && unwritten.Count > 0)
        {
            isWriting = true;
            Timers.StartSingleTimer(nameof(Write), Write.Instance, BetweenWrites);
        }
    }

    private void WriteNow()
    {
        var runs = writing = [.. unwritten.Values];
        unwritten.Clear();
        _ = recording.Index.UpsertAsync(runs).PipeTo(
            Self, success: () => new Written(runs, Failure: null), failure: e => new Written(runs, e));
    }

    private void OnWritten(Written written)
    {
        (isWriting, writing) = (false, []);
        if (written.Failure is not null)
        {
            CatchUp();
        }

        foreach (var run in written.Runs)
        {
            if (written.Failure is not null)
            {
                unwritten.TryAdd(run.Id, run);
            }
            else
            {
                unseen.Remove(run.Id);
            }
        }

        NoteSeen();
        WriteSoon();
    }

    private void OnRemoved(string id)
    {
        live.Remove(id);
        unwritten.Remove(id);
        writing = [.. writing.Where(run => run.Id != id)];
        unseen.Remove(id);
        removed.Add(id);
        _ = RemoveAsync(id).PipeTo(Self, success: () => new RowRemoved(id), failure: e => new Failed(e, Again: null));
    }

    // Both at once: what the store has not been told before it is closed stays.
    private Task RemoveAsync(string id) => Task.WhenAll(recording.Payloads.RemoveAsync(id), recording.Index.RemoveAsync([id]));

    private void List(ListRuns order, IActorRef asker)
    {
        var query = order.Query;
        var (now, gone) = (live.Values.ToArray(), removed.ToHashSet(StringComparer.Ordinal));
        _ = FindAsync(query, query.After is null ? [] : [.. writing, .. unwritten.Values]).PipeTo(
            asker,
            Self,
            success: stored => RunListCut.Of(LiveRuns.Merge([.. stored.Where(run => !gone.Contains(run.Id))], now, query), order.MaxBytes),
            failure: e => new ListFailed(e.GetBaseException().Message));
    }

    // Where a page ends is a place in the index: what the page before showed from memory has to be there.
    private async Task<IReadOnlyList<RunInfo>> FindAsync(RunQuery query, IReadOnlyList<RunInfo> first)
    {
        await recording.Index.UpsertAsync(first).ConfigureAwait(false);
        return await recording.Index.FindAsync(query).ConfigureAwait(false);
    }

    private void OnFailed(Failed failed)
    {
        CatchUp();
        log.Warning("The index of the runs does not answer; it is asked again. {0}", failed.Cause.GetBaseException().Message);
        if (failed.Again is { } again)
        {
            Timers.StartSingleTimer(again.GetType().Name, again, BeforeRepeat);
        }
    }

    private sealed record CaughtUp
    {
        internal static readonly CaughtUp Instance = new();
    }

    private sealed record Open
    {
        internal static readonly Open Instance = new();
    }

    private sealed record Write
    {
        internal static readonly Write Instance = new();
    }

    private sealed record Sweep
    {
        internal static readonly Sweep Instance = new();
    }

    private sealed record Unfinished(IReadOnlyList<string> Ids, long Offset);

    private sealed record Written(IReadOnlyList<RunInfo> Runs, Exception? Failure);

    private sealed record RowRemoved(string Id);

    private sealed record Expired(IReadOnlyList<string> Ids);

    private sealed record Failed(Exception Cause, object? Again);
}
