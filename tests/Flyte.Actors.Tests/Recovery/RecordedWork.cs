using Flyte.Actors.Journal;
using Flyte.Actors.Runs;
using Flyte.Actors.Storage;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Storage;
using Flyte.Actors.Tests.Support;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>How often the journal of a tree has a result of each item of a task whose inputs are numbers.</summary>
internal static class RecordedWork
{
    /// <param name="store">The store.</param>
    /// <param name="root">The tree.</param>
    /// <param name="task">The task.</param>
    /// <param name="withErrors">Whether errors count too: what a body called that was lost is recorded as aborted, and then executed again.</param>
    internal static async Task<Dictionary<int, int>> CountAsync(FlyteStore store, string root, string task, bool withErrors = true)
    {
        await using var open = (await StoreOpener.OpenAsync(store, Durability.Full).Soon())!;
        await using var persistence = new StoreSystem(open);
        var journal = new JournalEvents(persistence.System, StorePlugins.Query, new StoredPayloads(open.Payloads));
        var (inputs, counts) = (new Dictionary<RunId, List<int>>(), new Dictionary<int, int>());
        foreach (var record in (await journal.ReadAsync(new RunId(root), 0, long.MaxValue).Soon()).SelectMany(e => e.Batch.Records))
        {
            switch (record.Event)
            {
                case RunStarted:
                    inputs[record.Run] = [];
                    break;
                case ItemsAdded added when added.Page.Task.Name == task:
                    inputs[record.Run].AddRange(((StoredPage)added.Page).Block.Decode<int>());
                    break;
                case ItemsFinished finished when inputs[record.Run] is { Count: > 0 } items:
                    for (var index = finished.Results.First; index < finished.Results.End; index++)
                    {
                        if (withErrors || finished.Results.ErrorAt(index) is null)
                        {
                            counts[items[index]] = counts.GetValueOrDefault(items[index]) + 1;
                        }
                    }

                    break;
            }
        }

        return counts;
    }
}
