using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime.Caching;

/// <summary>
/// What stands between a run and its items where their task has a cache: what is known ends without an item actor, what is being
/// computed waits out of line, and what the run computes itself is kept once it is recorded.
/// </summary>
internal sealed class CacheFront(RunSpec spec, RunLedger ledger, ResultCache cache, IActorRef run)
{
    /// <summary>With so many bytes on their way to the store, nothing more is started.</summary>
    private const long MaxUnwritten = 16 * 1024 * 1024;

    private readonly HeldPages held = new(cache, run);
    private readonly Dictionary<int, CachedItem> open = [];
    private List<(Flight Flight, CachedResult Result)> recorded = [];
    private long unwritten;

    /// <summary>Whether there is anything to <see cref="PassOn"/>.</summary>
    internal bool HasHeld => held.HasAny;

    /// <summary>Whether no item may start now.</summary>
    internal bool IsHolding => held.Restoring > 0 || unwritten > MaxUnwritten;

    /// <summary>Keeps inputs, or what must not overtake them, until <see cref="PassOn"/>; false where that is not needed.</summary>
    internal bool Holds(IInputMessage message, IActorRef sender, DateTimeOffset now) => held.Hold(message, sender, now);

    /// <summary>Looks up the results of items from the run's record.</summary>
    internal void Restore(IEnumerable<PageEntry> pages, DateTimeOffset now)
    {
        foreach (var page in pages.Where(p => p.Page is not StoredPage && p.Page.Options.Cache.IsEnabled))
        {
            held.Restore(page, now);
        }
    }

    /// <summary>Passes on what has been looked up.</summary>
    /// <param name="deliver">Takes what was sent to the run.</param>
    /// <param name="expect">Notes results that are to be recorded.</param>
    /// <param name="mayGoOn">Whether the run can take more.</param>
    internal void PassOn(Action<IInputMessage, IActorRef> deliver, Action<ResultSegment> expect, Func<bool> mayGoOn)
    {
        while (mayGoOn() && held.TryTake(out var next))
        {
            if (next.Message is { } message)
            {
                deliver(message, next.Sender);
            }

            if (next.Lookup is { } lookup)
            {
                Take(next.First, next.Page!, lookup.Result, expect);
            }
        }
    }

    internal void OnMessage(ICacheMessage message, DateTimeOffset now)
    {
        switch (message)
        {
            case FlightOver over when cache.Flights.ValueOf(over.Flight) is { } value:
                foreach (var index in over.Items.Where(open.ContainsKey))
                {
                    ledger.Cached.FinishHeld(HitSegments.Of(index, value));
                }

                break;
            case FlightOver over when over.Items.Any(open.ContainsKey):
                ledger.Cached.Free(over.Items.First(), now);
                break;
            case FlightOver over:
                cache.Flights.PassOn(over.Flight, run);
                break;
            case ResultsKept kept:
                unwritten -= kept.Bytes;
                break;
        }
    }

    /// <summary>The part of a range that is to be run; the rest has its results, is out of line, or is given back.</summary>
    internal WorkRange? Begin(WorkRange work, DateTimeOffset now)
    {
        if (open.Count == 0)
        {
            return work;
        }

        var (first, end) = (work.First, work.First + work.Count);
        for (var index = first; index < end; index++)
        {
            var item = open.GetValueOrDefault(index);
            var turn = item is null ? FlightTurn.Begun : item.Begin(cache.Flights, run, index == first ? index : null);
            if (turn == FlightTurn.Begun)
            {
                continue;
            }

            if (index > first)
            {
                ledger.Return(index, end - index, now);
                return work with { First = first, Count = index - first };
            }

            first++;
            if (turn == FlightTurn.Waits)
            {
                ledger.Cached.Hold(index);
            }
            else
            {
                ledger.Complete(HitSegments.Of(index, cache.Flights.ValueOf(item!.Flight)!.Value), now);
            }
        }

        return first == end ? null : work with { First = first, Count = end - first };
    }

    /// <summary>Items were given back unstarted: others may compute their results.</summary>
    internal void Return(int first, int count)
    {
        for (var index = first; open.Count > 0 && index < first + count; index++)
        {
            open.GetValueOrDefault(index)?.GiveUp(cache.Flights);
        }
    }

    /// <summary>Items have ended an attempt; where it failed, others may compute their results.</summary>
    internal void OnAttempted(ResultSegment results)
    {
        for (var index = results.First; open.Count > 0 && results.HasErrors && index < results.End; index++)
        {
            if (results.ErrorAt(index) is not null)
            {
                open.GetValueOrDefault(index)?.GiveUp(cache.Flights);
            }
        }
    }

    /// <summary>An event is recorded: the results in it that the run has computed are to be kept, with the next <see cref="Keep"/>.</summary>
    internal void OnRecorded(RunEvent e, DateTimeOffset now)
    {
        if (open.Count == 0 || e is not ItemsFinished { Results: var results })
        {
            return;
        }

        var next = 0;
        for (var index = results.First; index < results.End; index++)
        {
            var hasFailed = results.HasErrors && results.ErrorAt(index) is not null;
            if (open.Remove(index, out var item))
            {
                if (!hasFailed && item.IsBegun)
                {
                    recorded.Add((item.Flight, item.Result(results.Block!.Element(next), spec.Id, index, now)));
                }
                else
                {
                    Leave(item);
                }
            }

            next += hasFailed ? 0 : 1;
        }
    }

    /// <summary>Keeps what was recorded: all of it at once, since that costs the store little more than one result.</summary>
    internal void Keep()
    {
        if (recorded.Count > 0)
        {
            (var results, recorded) = (recorded, []);
            var size = results.Sum(r => (long)r.Result.Json.Length + CacheKey.Size);
            unwritten += size;
            _ = cache.KeepAsync(results).PipeTo(run, success: () => new ResultsKept(size));
            cache.Flights.LeaveAll(results.Select(r => r.Flight)); // Only now: until they were kept nobody else could know of them.
        }
    }

    /// <summary>The run is no more.</summary>
    internal void Close()
    {
        Keep();
        held.Close();
        foreach (var item in open.Values)
        {
            Leave(item);
        }

        open.Clear();
    }

    private void Leave(CachedItem item)
    {
        item.GiveUp(cache.Flights);
        cache.Flights.Leave(item.Flight, run);
    }

    private void Take(int first, InputPage page, CacheLookup lookup, Action<ResultSegment> expect)
    {
        var hits = new HitSegments(segment =>
        {
            expect(segment);
            ledger.Cached.Finish(segment);
        });
        var known = 0;
        for (var i = 0; i < page.Count; i++)
        {
            known += lookup.Values[i] is null ? 0 : 1;
            if (lookup.Flights[i] is not { } flight)
            {
                continue;
            }

            if (ledger.IsDecided(first + i) || open.ContainsKey(first + i))
            {
                cache.Flights.Leave(flight, run);
            }
            else if (lookup.Values[i] is { } value)
            {
                hits.Add(first + i, value);
                cache.Flights.Leave(flight, run);
            }
            else
            {
                open.Add(first + i, new CachedItem(flight, page.Options.Cache));
            }
        }

        hits.Flush();
        ledger.Cached.Observe(known, page.Count);
    }
}
