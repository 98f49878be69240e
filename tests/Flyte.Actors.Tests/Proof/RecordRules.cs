using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Tests.Proof;

/// <summary>What holds of what is recorded, and of what is said of it.</summary>
internal static class RecordRules
{
    internal static string? NothingBeforeItsCommit(History history)
    {
        var (hasStarted, hasEnded, isStopped, added, finished) = (false, false, false, 0, new HashSet<int>());
        foreach (var sight in history.Sights)
        {
            switch (sight)
            {
                case Recorded recorded:
                    foreach (var e in recorded.Events)
                    {
                        hasStarted |= e is RunStarted;
                        hasEnded |= e is RunEnded;
                        isStopped |= e is RunStopped or RunEnded;
                        added += (e as ItemsAdded)?.Page.Count ?? 0;
                        finished.UnionWith(e is ItemsFinished { Results: var results } ? Enumerable.Range(results.First, results.Count) : []);
                    }

                    break;
                case Started when !hasStarted:
                    return "the run says that it is started";
                case Accepted accepted when accepted.Next > added:
                    return $"{accepted.Next} inputs are accepted, and {added} are recorded";
                case Aborted when !isStopped:
                    return "the run says that it is aborted";
                case ItemAborted:
                    break;
                case Shown shown when shown.Results.Any(seen => !finished.Contains(seen.Index)):
                    return $"a result of item {shown.Results.First(seen => !finished.Contains(seen.Index)).Index} is shown";
                case Shown { End: { } end } when !hasEnded:
                    return $"the end is shown as {end.Phase}";
                case Looked { Info: var info } when info.Items.Done > finished.Count || info.Items.Total > added:
                    return $"{info.Items} is shown, and {finished.Count} of {added} items have ended";
                case Looked { Info: { EndedAt: not null } info } when !hasEnded:
                    return $"the end is shown as {info.Phase}";
            }
        }

        return null;
    }

    internal static string? OneEnd(History history)
    {
        RunEnded? end = null;
        foreach (var sight in history.Sights)
        {
            switch (sight)
            {
                case Recorded recorded:
                    foreach (var e in recorded.Events)
                    {
                        if (end is not null && e is not RunResized)
                        {
                            return $"{e.GetType().Name} is recorded after the end";
                        }

                        end ??= e as RunEnded;
                    }

                    break;
                case Shown { End: { } shown } when end is not null && shown.Phase != end.Phase:
                    return $"the end is {end.Phase}, and is shown as {shown.Phase}";
                case Looked { Info: { EndedAt: not null } info } when end is not null && info.Phase != end.Phase:
                    return $"the end is {end.Phase}, and looks like {info.Phase}";
            }
        }

        return null;
    }

    internal static string? TheEndIsTrue(History history)
    {
        var events = history.Sights.OfType<Recorded>().SelectMany(recorded => recorded.Events).ToList();
        if (events.OfType<RunEnded>().FirstOrDefault() is not { } end)
        {
            return null;
        }

        var added = events.OfType<ItemsAdded>().Sum(e => e.Page.Count);
        var results = events.OfType<ItemsFinished>().Select(e => e.Results).ToList();
        var (ended, failed) = (results.Sum(r => r.Count), results.Sum(r => r.Failures));
        var stop = events.OfType<RunStopped>().FirstOrDefault();
        if (ended != added)
        {
            return $"it ends when {ended} of {added} items have";
        }

        if (stop is null && added < history.Program.Items.Count)
        {
            return $"it ends with {added} of its {history.Program.Items.Count} inputs";
        }

        var isTolerant = history.Program.Shape.MaxFailures >= 0;
        var expected = stop is { IsAborted: true } ? RunPhase.Aborted
            : stop is not null ? RunPhase.Failed
            : failed == 0 || (isTolerant && added > 1) ? RunPhase.Succeeded
            : added > 1 ? RunPhase.Failed
            : end.Phase is RunPhase.Succeeded ? RunPhase.Failed : end.Phase;
        return end.Phase == expected ? null : $"it ends as {end.Phase} with {failed} failures of {added}, not as {expected}";
    }

    internal static string? GoesWhenRemoved(History history)
    {
        var isRemoved = false;
        foreach (var sight in history.Sights)
        {
            isRemoved |= sight is Purged;
            if (sight is Purged { Left: > 0 } purged)
            {
                return $"{purged.Left} events are left";
            }

            if (isRemoved && sight is (Looked or Shown))
            {
                return $"{sight} is shown after that";
            }
        }

        return null;
    }

    internal static string? AcceptedStays(History history)
    {
        var (accepted, hasStarted) = (0, false);
        foreach (var sight in history.Sights)
        {
            switch (sight)
            {
                case Started:
                    hasStarted = true;
                    break;
                case Purged:
                    hasStarted = false;
                    break;
                case Refused { Code: RunRejected.NotFound } when hasStarted:
                    return "the run was started, and is not found";
                case Refused { Code: not RunRejected.NotFound } refused:
                    return $"the run answers that it cannot: {refused.Code}, {refused.Reason}";
                case Accepted now when now.Next < accepted:
                    return $"{accepted} inputs were accepted, and {now.Next} are now";
                case Accepted now:
                    accepted = now.Next;
                    break;
                case Looked { Info: var info } when info.Items.Total < accepted:
                    return $"{accepted} inputs were accepted, and {info.Items.Total} are there";
            }
        }

        return null;
    }
}
