using Flyte.Actors.Journal;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Finds the runs of a page among those that the items of a run have called, in the events of their tree. Of all others nothing is kept,
/// so that it takes the memory of a page however many there are.
/// </summary>
/// <param name="parent">The run.</param>
/// <param name="wanted">Which ones.</param>
/// <param name="items">The first and the last item that can have called any of these.</param>
/// <param name="limit">How many, by their places; there may be one more.</param>
internal sealed class ChildScan(RunId parent, Func<ChildPlace, bool> wanted, (int First, int Last) items, int limit)
{
    private const int EventsAtOnce = 1024;

    private readonly TreeRecord record = new(new RunId(parent.Root), keepsAll: true, listsBelow: true);
    private readonly SortedSet<ChildPlace> page = [];
    private readonly Dictionary<ChildPlace, long> starts = [];
    private IndexSet ended = new();
    private bool hasParent;
    private long next = 1;
    private long mustReach;
    private long firstBeyond = long.MaxValue;

    /// <summary>What is recorded of them until now, by their places.</summary>
    internal ScannedPage Show() => new(
        hasParent,
        [.. page.Select(place => new ScannedChild(place, record.Executions(parent.Child(place.Item, place.Key))[^1], ended.Contains(place.Item)))]);

    /// <summary>
    /// Goes on behind a page of the same run: what that one has seen of runs that come after its own need not be looked for before the
    /// first of them.
    /// </summary>
    internal ChildScan Behind(ChildScan before)
    {
        foreach (var (first, count) in before.ended.Ranges())
        {
            ended.Add(first, count);
        }

        (hasParent, mustReach) = (before.hasParent, before.next);
        next = before.starts.Where(child => wanted(child.Key)).Select(child => child.Value).Append(before.firstBeyond).Append(before.next).Min();
        return this;
    }

    /// <summary>Reads the events of the tree, as far as it takes; those only that have come since it did so before.</summary>
    internal async Task ReadAsync(IJournalEvents events)
    {
        for (var before = 0L; next != before && !IsEnough;)
        {
            before = next;
            await events.VisitAsync(parent, next, next + EventsAtOnce - 1, e =>
            {
                Visit(e);
                next = e.Sequence + 1;
            }).ConfigureAwait(false);
        }
    }

    // What an item calls is recorded before its end is.
    private bool IsEnough =>
        next >= mustReach
        && (items.First == items.Last
            ? ended.Contains(items.First)
            : page.Count > limit && ended.CountGaps(items.First, page.Max.Item - items.First + 1) == 0);

    internal void Visit(JournalEvent e)
    {
        foreach (var (run, recorded) in e.Batch.Records)
        {
            if (run == parent)
            {
                OnParent(recorded);
            }
            else if (ChildPlace.Of(run, parent) is { } place && wanted(place))
            {
                OnChild(place, run, recorded, e.Sequence);
            }
        }
    }

    private void OnParent(RunEvent recorded)
    {
        switch (recorded)
        {
            case RunStarted:
                (hasParent, ended) = (true, new IndexSet());
                break;
            case ItemsFinished { Results: var results }:
                ended.Add(results.First, results.Count);
                break;
            case ItemsRecalled recalled:
                ended.Add(recalled.First, recalled.Count);
                break;
        }
    }

    private void OnChild(ChildPlace place, RunId run, RunEvent recorded, long sequence)
    {
        if (recorded is RunStarted && !page.Contains(place))
        {
            Add(place, sequence);
        }

        if (page.Contains(place))
        {
            record.Apply(run, recorded is ItemsFinished finished ? Slim(finished) : recorded, sequence);
        }
    }

    private void Add(ChildPlace place, long sequence)
    {
        page.Add(place);
        starts.Add(place, sequence);
        if (page.Count > limit + 1)
        {
            var last = page.Max;
            firstBeyond = Math.Min(firstBeyond, starts[last]);
            page.Remove(last);
            starts.Remove(last);
            record.Remove(parent.Child(last.Item, last.Key));
        }
    }

    // Later executions may take results over, and whether these are failures has to be seen then; the values nobody asks for.
    private static ItemsFinished Slim(ItemsFinished finished)
    {
        var results = finished.Results;
        var errors = results.HasErrors ? new ItemError?[results.Count] : null;
        for (var i = 0; i < errors?.Length; i++)
        {
            errors[i] = results.ErrorAt(results.First + i) is { } error ? error with { StackTrace = null, Input = null, Cause = null } : null;
        }

        return finished with { Results = new EncodedSegment(results.First, results.Count, PayloadBlock.Empty, errors) };
    }
}
