namespace Flyte.Actors.Runs;

/// <summary>Consecutive items of one page that are handed out together, with the attempts made at them before.</summary>
/// <param name="Page">The page that they are of.</param>
/// <param name="First">The index of the first one.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Attempts">The attempts made at them before.</param>
/// <param name="IsAlone">Whether nothing else of the run may be running meanwhile.</param>
internal readonly record struct WorkRange(
    PageEntry Page, int First, int Count, AttemptCount Attempts, bool IsAlone = false);

/// <summary>The items that wait: retries that are due first, then what was given back, then the rest by index.</summary>
internal sealed partial class WorkQueue
{
    private readonly InputPages pages = new();
    private readonly IndexSet decided = new();
    private readonly SortedDictionary<int, int> returned = [];
    private readonly Queue<int> ready = [];
    private readonly HashSet<int> retrying = [];
    private readonly HashSet<int> held = [];
    private readonly HashSet<int> postponed = [];
    private readonly Dictionary<int, AttemptCount> attempts = [];
    private int next;

    /// <summary>The number of items received.</summary>
    internal int Accepted { get; private set; }

    /// <summary>Items that could be handed out now.</summary>
    internal int Waiting { get; private set; }

    /// <summary>Items that wait for the time of their retry.</summary>
    internal int Retrying => retrying.Count;

    /// <summary>Items that are handed out.</summary>
    internal int Leased { get; private set; }

    /// <summary>Items that are out of line for another reason than a retry.</summary>
    internal int Held => held.Count;

    internal int Undecided => Waiting + Retrying + Leased + Held;

    internal PageEntry PageOf(int index) => pages.Find(index);

    /// <summary>The page of an item; null when all items of it have ended.</summary>
    internal PageEntry? FindPage(int index) => pages.TryFind(index);

    internal bool IsDecided(int index) => index >= Accepted || decided.Contains(index);

    /// <summary>Whether an item that was just received waits for its first turn.</summary>
    internal bool IsInLine(int index) => index >= next && !IsDecided(index) && !postponed.Contains(index);

    internal AttemptCount AttemptsAt(int index) => attempts.GetValueOrDefault(index);

    internal void Add(PageEntry page)
    {
        pages.Add(page);
        Accepted = page.End;
        Waiting += page.Page.Count;
    }

    /// <summary>Takes over items that another process has received, of which some have ended.</summary>
    /// <param name="accepted">The number of items received.</param>
    /// <param name="ended">Those that have ended.</param>
    /// <param name="open">The pages of all others.</param>
    internal void Restore(int accepted, IEnumerable<(int First, int Count)> ended, IEnumerable<PageEntry> open)
    {
        foreach (var (first, count) in ended)
        {
            decided.Add(first, count);
        }

        foreach (var page in open)
        {
            pages.Add(page);
            page.Undecided = decided.CountGaps(page.First, page.Page.Count);
            Waiting += page.Undecided;
        }

        Accepted = accepted;
    }

    /// <summary>Takes an item out of the line that was never handed out here, until <see cref="Ready"/> is called for it.</summary>
    internal void Postpone(int index, AttemptCount made)
    {
        Waiting--;
        retrying.Add(index);
        postponed.Add(index);
        if (made.Total > 0)
        {
            attempts[index] = made;
        }
    }

    /// <summary>Counts an item as handed out that was so when the process died.</summary>
    internal void Lose(int index, AttemptCount made)
    {
        Waiting--;
        Leased++;
        postponed.Add(index);
        if (made.Total > 0)
        {
            attempts[index] = made;
        }
    }

    /// <summary>Counts items in line as handed out, which they were before the run came here; false when not all of them are in line.</summary>
    internal bool Adopt(int first, int count)
    {
        if (first < next || first + count > Accepted || GapAt(first, count) < count)
        {
            return false;
        }

        for (var index = first; index < first + count; index++)
        {
            Lose(index, AttemptsAt(index));
        }

        return true;
    }

    /// <summary>The next items, all of one page; none of them at or behind <paramref name="limit"/> unless they were out before.</summary>
    internal WorkRange? Take(int max, int limit)
    {
        if (ready.TryDequeue(out var index))
        {
            return Hand(index, 1);
        }

        if (returned.Count > 0)
        {
            var (first, count) = returned.First();
            returned.Remove(first);
            if (count > max)
            {
                returned.Add(first + max, count - max);
            }

            return Hand(first, Math.Min(count, max));
        }

        var end = Math.Min(Accepted, limit);
        while (next < end && (decided.Contains(next) || postponed.Remove(next)))
        {
            next++;
        }

        if (next >= end)
        {
            return null;
        }

        var gap = GapAt(next, Math.Min(Math.Min(max, end - next), pages.Find(next).End - next));
        next += gap;
        return Hand(next - gap, gap);
    }

    /// <summary>Takes back items that were handed out and not started.</summary>
    internal void Return(int first, int count)
    {
        Leased -= count;
        Waiting += count;
        if (count == 1 && attempts.ContainsKey(first))
        {
            ready.Enqueue(first);
        }
        else
        {
            returned.Add(first, count);
        }
    }

    /// <summary>Takes back an item whose attempt failed, until <see cref="Ready"/> is called for it.</summary>
    internal void Retry(int index, AttemptCount made)
    {
        Leased--;
        attempts[index] = made;
        retrying.Add(index);
    }

    /// <summary>Takes back an item that was not started, until <see cref="Ready"/> or <see cref="Drop"/> is called for it.</summary>
    internal void Hold(int index)
    {
        Leased--;
        held.Add(index);
    }

    /// <summary>Ends an item that is held.</summary>
    internal bool Drop(int index)
    {
        if (!held.Remove(index))
        {
            return false;
        }

        Decide(index, 1);
        return true;
    }

    /// <summary>Lets an item go whose retry is due, or that was held.</summary>
    internal bool Ready(int index)
    {
        if (!retrying.Remove(index) && !held.Remove(index))
        {
            return false;
        }

        ready.Enqueue(index);
        Waiting++;
        return true;
    }

    /// <summary>Notes that items which were handed out have ended.</summary>
    internal void Finish(int first, int count)
    {
        Leased -= count;
        Decide(first, count);
    }

    /// <summary>Notes that items which were withdrawn have ended.</summary>
    internal void Discard(int first, int count) => Decide(first, count);

    /// <summary>Whether all items of a range have ended.</summary>
    internal bool IsGone(int first, int count) => decided.GapFree(first, count);

    /// <summary>The attempts made at the items of a page, as they are now; null when there were none.</summary>
    internal Dictionary<int, AttemptCount>? Attempts(PageEntry page) =>
        attempts.Count == 0 ? null : attempts.Where(a => a.Key >= page.First && a.Key < page.End).ToDictionary();

    /// <summary>Tells where items stand now that are not recorded as ended.</summary>
    internal Func<int, ItemPhase> Phases()
    {
        HashSet<int> waiting = [.. ready, .. held, .. returned.SelectMany(range => Enumerable.Range(range.Key, range.Value))];
        return index =>
            retrying.Contains(index) ? ItemPhase.Retrying
            : IsInLine(index) || waiting.Contains(index) ? ItemPhase.Queued
            : ItemPhase.Running;
    }

    /// <summary>Takes the items of a range that are not handed out, for <see cref="Discard"/>.</summary>
    /// <param name="first">The first item of the range.</param>
    /// <param name="count">The length of the range.</param>
    /// <param name="after">Only items that wait for a slot after just so many attempts; all that wait if null.</param>
    internal List<(int First, int Count)> Withdraw(int first, int count, int? after = null)
    {
        var gone = new List<(int First, int Count)>();
        var end = Math.Min(first + count, Accepted);
        WithdrawSingles(first, end, after, gone);
        if (after > 0)
        {
            return gone;
        }

        WithdrawReturned(first, end, gone);
        for (var at = Math.Max(first, next); at < end;)
        {
            var gap = GapAt(at, end - at);
            if (gap > 0)
            {
                gone.Add((at, gap));
                Waiting -= gap;
            }

            at += gap + 1;
        }

        return gone;
    }

    // Items in line: not decided, and not postponed.
    private int GapAt(int first, int max)
    {
        var gap = decided.GapAt(first, max);
        for (var i = 0; postponed.Count > 0 && i < gap; i++)
        {
            if (postponed.Contains(first + i))
            {
                return i;
            }
        }

        return gap;
    }

    private void WithdrawReturned(int first, int end, List<(int First, int Count)> gone)
    {
        foreach (var (start, length) in returned.Where(r => r.Key < end && r.Key + r.Value > first).ToArray())
        {
            var (cutFrom, cutTo) = (Math.Max(start, first), Math.Min(start + length, end));
            returned.Remove(start);
            if (cutFrom > start)
            {
                returned.Add(start, cutFrom - start);
            }

            if (start + length > cutTo)
            {
                returned.Add(cutTo, start + length - cutTo);
            }

            gone.Add((cutFrom, cutTo - cutFrom));
            Waiting -= cutTo - cutFrom;
        }
    }

    private void WithdrawSingles(int first, int end, int? after, List<(int First, int Count)> gone)
    {
        foreach (var waiting in after is null ? new[] { retrying, held } : [])
        {
            gone.AddRange(waiting.Where(index => index >= first && index < end).Select(index => (index, 1)));
            waiting.RemoveWhere(index => index >= first && index < end);
        }

        for (var left = ready.Count; left > 0; left--)
        {
            var index = ready.Dequeue();
            if (index >= first && index < end && (after is null || AttemptsAt(index).Total == after))
            {
                gone.Add((index, 1));
                Waiting--;
            }
            else
            {
                ready.Enqueue(index);
            }
        }
    }

    private WorkRange Hand(int first, int count)
    {
        Waiting -= count;
        Leased += count;
        return new WorkRange(pages.Find(first), first, count, attempts.Count == 0 ? default : attempts.GetValueOrDefault(first));
    }

    private void Decide(int first, int count)
    {
        decided.Add(first, count);
        pages.Decide(first, count);
        if (attempts.Count > 0)
        {
            for (var i = 0; i < count; i++)
            {
                attempts.Remove(first + i);
            }
        }
    }
}
