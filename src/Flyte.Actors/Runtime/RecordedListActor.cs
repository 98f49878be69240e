using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// The list of recorded runs: the index of the store, and beside it what the runs in memory look like now, which it writes to the
/// index. Runs that other nodes have are listed as these have written them last.
/// </summary>
internal sealed class RecordedListActor(Recording recording) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromSeconds(5);

    private readonly ILoggingAdapter log = Context.GetLogger();
    private readonly Dictionary<string, RunInfo> live = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunInfo> unwritten = new(StringComparer.Ordinal);
    private readonly HashSet<string> unseen = new(StringComparer.Ordinal);
    private readonly HashSet<string> removed = new(StringComparer.Ordinal);
    private readonly List<(ListRuns Order, IActorRef Asker)> held = [];
    private readonly RowRepair repair = new(recording.Index, Context.Self, Context.GetLogger());
    private IActorRef? awaiter;
    private RunInfo[] writing = [];
    private bool isWriting;

    // A runtime that executes nothing is there to show, which it does not before the index has caught up with the journal.
    private bool isBehind = !recording.ResumesRuns && !recording.IsShared;

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(Recording recording) =>
        ActorProps.Of(() => new RecordedListActor(recording));

    protected override void PreStart() => Timers.StartSingleTimer(nameof(CaughtUp), CaughtUp.Instance, LongestCatchUp);

    // What is not written yet is taken up by the store before it is closed.
    protected override void PostStop() => _ = recording.Index.UpsertAsync([.. unwritten.Values]);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AwaitRows rows:
                awaiter = Sender;
                unseen.UnionWith(rows.Ids);
                NoteSeen();
                break;
            case RowsUnknown:
                CatchUp();
                break;
            case RowsDamaged damaged:
                OnDamaged(damaged.Runs);
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
            case TreeSuperseded superseded:
                unwritten.Remove(superseded.RunId.Value); // Who goes on with it writes how it looks now.
                break;
            case RunRemoved gone:
                OnRemoved(gone.RunId.Value);
                break;
            case TreeEmpty empty:
                OnEmpty(empty.RunId.Value);
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

    private void NoteSeen()
    {
        if (unseen.Count == 0 && awaiter is { } asker)
        {
            awaiter = null;
            asker.Tell(new RowsWritten());
            CatchUp();
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
        _ = RemoveAsync(id).PipeTo(Self, success: () => new RowRemoved(id), failure: e => new Failed(e));
    }

    // A row without events: a node was paused before it wrote it, and the run was removed meanwhile. Another node may be about to record
    // the run's start, whose payloads stay; it writes the row again.
    private void OnEmpty(string id)
    {
        live.Remove(id);
        unseen.Remove(id);
        _ = recording.Index.RemoveAsync([id]).PipeTo(Self, failure: e => new Failed(e));
        NoteSeen();
    }

    // One that is in memory has no reason to tell again what it looks like.
    private void OnDamaged(IReadOnlyList<RunId> runs)
    {
        foreach (var id in runs.Select(run => run.Value).Where(live.ContainsKey))
        {
            unwritten[id] = live[id];
        }

        WriteSoon();
        Context.Parent.Tell(new OpenTrees(runs));
    }

    // Both at once: what the store has not been told before it is closed stays.
    private Task RemoveAsync(string id) => Task.WhenAll(recording.Payloads.RemoveAsync(id), recording.Index.RemoveAsync([id]));

    private void List(ListRuns order, IActorRef asker)
    {
        var query = order.Query;
        var (now, gone) = (Current(), removed.ToHashSet(StringComparer.Ordinal));
        _ = FindAsync(query, query.After is null ? [] : [.. writing, .. unwritten.Values]).PipeTo(
            asker,
            Self,
            success: stored => RunListCut.Of(LiveRuns.Merge([.. stored.Where(run => !gone.Contains(run.Id))], now, query), order.MaxBytes),
            failure: e => new ListFailed(e.GetBaseException().Message));
    }

    // A run may leave the memory before its end is in the index, where it goes on until then.
    private RunInfo[] Current()
    {
        var known = writing.ToDictionary(run => run.Id, StringComparer.Ordinal);
        foreach (var run in unwritten.Values.Concat(live.Values))
        {
            known[run.Id] = run;
        }

        return [.. known.Values];
    }

    // Where a page ends is a place in the index: what the page before showed from memory has to be there.
    private async Task<IReadOnlyList<RunInfo>> FindAsync(RunQuery query, IReadOnlyList<RunInfo> first)
    {
        await recording.Index.UpsertAsync(first).ConfigureAwait(false);
        return await repair.FindAsync(query).ConfigureAwait(false);
    }

    private void OnFailed(Failed failed)
    {
        CatchUp();
        log.Warning("The index of the runs does not answer. {0}", failed.Cause.GetBaseException().Message);
    }

    private sealed record CaughtUp
    {
        internal static readonly CaughtUp Instance = new();
    }

    private sealed record Write
    {
        internal static readonly Write Instance = new();
    }

    private sealed record Written(IReadOnlyList<RunInfo> Runs, Exception? Failure);

    private sealed record RowRemoved(string Id);

    private sealed record Failed(Exception Cause);
}
