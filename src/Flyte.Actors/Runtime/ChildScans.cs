using Flyte.Actors.Journal;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Reads what is recorded of runs that items have called, one page after the other. The last few are kept, so that whoever asks for one
/// again, or for the next one, has only those events read that this takes.
/// </summary>
internal sealed class ChildScans(IJournalEvents events)
{
    private const int Kept = 4;

    private readonly Lock gate = new();
    private readonly LinkedList<(string Key, ChildPages? Page, ChildScan Scan)> latest = [];
    private Task turn = Task.CompletedTask;

    /// <summary>Reads the runs of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="show">Takes from them what is wanted; they change afterwards.</param>
    internal Task<T> ReadAsync<T>(ChildPages page, Func<ScannedPage, T> show) =>
        InTurnAsync(page.Key, page, () => Begin(page), show);

    /// <summary>Reads one run.</summary>
    /// <param name="parent">The run whose item has called it.</param>
    /// <param name="one">Its place.</param>
    /// <param name="show">Takes from it what is wanted; it changes afterwards.</param>
    internal Task<T> ReadAsync<T>(RunId parent, ChildPlace one, Func<ScannedPage, T> show) =>
        InTurnAsync($"{parent} {one}", page: null, () => new ChildScan(parent, place => place == one, (one.Item, one.Item), limit: 1), show);

    private ChildScan Begin(ChildPages page)
    {
        var scan = new ChildScan(page.Parent, page.Has, page.Items, page.Limit);
        return latest.Where(other => other.Page is { } before && page.IsBehind(before)).Select(other => other.Scan).FirstOrDefault() is { } last ? scan.Behind(last) : scan;
    }

    private Task<T> InTurnAsync<T>(string key, ChildPages? page, Func<ChildScan> make, Func<ScannedPage, T> show)
    {
        lock (gate)
        {
            var mine = AfterAsync(turn, key, page, make, show);
            turn = mine;
            return mine;
        }
    }

    private async Task<T> AfterAsync<T>(Task before, string key, ChildPages? page, Func<ChildScan> make, Func<ScannedPage, T> show)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        var scan = Take(key) ?? make();
        await scan.ReadAsync(events).ConfigureAwait(false);
        latest.AddFirst((key, page, scan));
        if (latest.Count > Kept)
        {
            latest.RemoveLast();
        }

        return show(scan.Show());
    }

    // One that fails on its way is not put back.
    private ChildScan? Take(string key)
    {
        for (var node = latest.First; node is not null; node = node.Next)
        {
            if (node.Value.Key == key)
            {
                latest.Remove(node);
                return node.Value.Scan;
            }
        }

        return null;
    }
}

/// <summary>What is recorded of the runs of a page.</summary>
/// <param name="HasParent">Whether there is a record of the run whose items have called them.</param>
/// <param name="Children">The runs.</param>
internal sealed record ScannedPage(bool HasParent, IReadOnlyList<ScannedChild> Children);

/// <summary>A run of which there is a record.</summary>
/// <param name="Place">Its place.</param>
/// <param name="State">What is recorded.</param>
/// <param name="HasCallerEnded">Whether the item has ended that called it.</param>
internal sealed record ScannedChild(ChildPlace Place, RunState State, bool HasCallerEnded);
