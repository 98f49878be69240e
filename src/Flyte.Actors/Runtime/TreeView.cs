using Akka.Actor;
using Flyte.Actors.Journal;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Shows the runs of a tree that nobody answers for any more, and what items have called: from memory what goes on, from the journal what
/// does not.
/// </summary>
/// <param name="runs">The runs in memory.</param>
/// <param name="journal">The journal; null where nothing is recorded.</param>
/// <param name="tree">The tree.</param>
internal sealed class TreeView(TreeRuns runs, IJournalEvents? journal, IActorRef tree)
{
    private readonly ChildScans? scans = journal is null ? null : new ChildScans(journal);
    private readonly ItemPages items = new(journal, tree);

    /// <summary>Answers with a page of what items of a run have called.</summary>
    /// <param name="list">Which ones.</param>
    /// <param name="asker">Who asks.</param>
    /// <param name="isOver">Whether the root has ended, and with it all that was called below it.</param>
    internal void List(ListChildren list, IActorRef asker, bool isOver)
    {
        var (node, page) = (runs.NodeOf(list.RunId), new ChildPages(list));
        var live = page.Pick(node?.Children ?? []);
        var recorded = node is { HasMore: false } ? null : scans?.ReadAsync(page, scanned => InfosOf(scanned, isOver));
        if (node is null && recorded is null)
        {
            asker.Tell(RunRejected.Unknown(list.RunId), tree);
            return;
        }

        Tell(list.RunId, asker, ListAsync(page, live, recorded, isKnown: node is not null));
    }

    /// <summary>Answers for a run that was called by an item and has no actor.</summary>
    internal void Answer(IRunQuestion question, IActorRef asker, bool isOver)
    {
        if (runs.NodeOf(question.RunId)?.Closed is { } closed)
        {
            if (question is ReadItems read)
            {
                items.Answer(read, closed.Spec, new ItemPicker(closed, queue: null), asker);
            }
            else
            {
                asker.Tell(Show(question, closed, isOver: true), tree);
            }
        }
        else if (scans is null || ChildPlace.Of(question.RunId, question.RunId.Parent!.Value) is not { } place)
        {
            asker.Tell(RunRejected.Unknown(question.RunId), tree);
        }
        else if (question is ReadItems wanted)
        {
            items.Tell(wanted.RunId, asker, ReadAsync(wanted, place));
        }
        else
        {
            Tell(question.RunId, asker, AnswerAsync(question, place, isOver));
        }
    }

    private static async Task<object> ListAsync(ChildPages page, IReadOnlyList<TreeNode> live, Task<Dictionary<ChildPlace, RunInfo>?>? reading, bool isKnown)
    {
        var shown = live.Select(ChildPages.ShowAsync).ToArray();
        var recorded = reading is null ? null : await reading.ConfigureAwait(false);
        if (recorded is null && !isKnown)
        {
            return RunRejected.Unknown(page.Parent);
        }

        var found = new SortedDictionary<ChildPlace, RunInfo>(recorded ?? []);
        foreach (var (place, info) in await Task.WhenAll(shown).ConfigureAwait(false))
        {
            found[place] = info ?? found.GetValueOrDefault(place)!;
        }

        return page.Cut(found.Where(child => child.Value is not null));
    }

    // Null when there is no record of the run whose items have called them.
    private static Dictionary<ChildPlace, RunInfo>? InfosOf(ScannedPage scanned, bool isOver) => scanned.HasParent
        ? scanned.Children.ToDictionary(child => child.Place, child => RecordedInfo.Of(child.State, isOver || child.HasCallerEnded))
        : null;

    private async Task<object> AnswerAsync(IRunQuestion question, ChildPlace place, bool isOver) => await scans!.ReadAsync(
        question.RunId.Parent!.Value,
        place,
        scanned => scanned.Children is [var child] ? Show(question, child.State, isOver || child.HasCallerEnded) : RunRejected.Unknown(question.RunId)).ConfigureAwait(false);

    private async Task<object> ReadAsync(ReadItems read, ChildPlace place)
    {
        var found = await scans!.ReadAsync(
            read.RunId.Parent!.Value,
            place,
            scanned => scanned.Children is [{ State: var state }] ? (state.Spec, Items: new ItemPicker(state, queue: null).Pick(read.Query)) : default).ConfigureAwait(false);
        return found.Items is { } picked ? await items.ReadAsync(read, found.Spec, picked).ConfigureAwait(false) : RunRejected.Unknown(read.RunId);
    }

    private static IRunMessage Show(IRunQuestion question, RunState state, bool isOver) => question switch
    {
        GetRun { AtEnd: true } when !isOver && !state.HasEnded => RunRejected.NotGoingOn(question.RunId),
        GetRun => new RunStatus(question.RunId, RecordedInfo.Of(state, isOver)),
        GetFailures => new FailureList(question.RunId, FailureGroups.Show(state.Failures)),
        GetActivity => new ActivityReport(question.RunId, new SlotHistory().Show([])),
        _ => throw new InvalidOperationException($"{question.GetType().Name} is no question about a run at rest."),
    };

    private void Tell(RunId run, IActorRef asker, Task<object> answer) =>
        _ = answer.PipeTo(asker, tree, failure: e => RunRejected.RecordUnreadable(run, e.GetBaseException().Message));
}
