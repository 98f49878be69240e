using Flyte.Actors.Journal;
using Flyte.Actors.Runs;
using Flyte.Actors.Storage;
using Flyte.Actors.Tests.Storage;
using Flyte.Actors.Tests.Support;

namespace Flyte.Actors.Tests.Chaos;

/// <summary>What the journal says of all runs, when nobody writes to it any more.</summary>
internal sealed class ChaosJournal
{
    private static readonly TimeSpan LongestTest = TimeSpan.FromHours(12);

    private readonly Dictionary<string, int> limits = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Run, int Index), int> successes = [];
    private readonly Dictionary<(string Run, int Index), int> errors = [];
    private readonly Dictionary<string, int> ends = new(StringComparer.Ordinal);

    /// <summary>How many bodies of each run may run at once.</summary>
    internal IReadOnlyDictionary<string, int> Limits => limits;

    /// <summary>Runs that began by a clock that was more than half a day wrong.</summary>
    internal int ByWrongClock { get; private set; }

    /// <summary>How many results there are.</summary>
    internal int Results => successes.Count;

    internal static async Task<ChaosJournal> ReadAsync(FlyteStore store, IEnumerable<string> roots)
    {
        await using var open = (await StoreOpener.OpenAsync(store, Durability.Full).Soon())!;
        await using var persistence = new StoreSystem(open);
        var (events, journal) = (new JournalEvents(persistence.System, StorePlugins.Query, new StoredPayloads(open.Payloads)), new ChaosJournal());
        foreach (var root in roots)
        {
            foreach (var record in (await events.ReadAsync(new RunId(root), 0, long.MaxValue).Soon()).SelectMany(e => e.Batch.Records))
            {
                journal.Add(record.Run.Value, record.Event);
            }
        }

        return journal;
    }

    /// <summary>Results that were recorded more than once.</summary>
    internal IEnumerable<string> Doubled() => successes.Where(item => item.Value > 1).Select(item => $"Item {item.Key.Index} of {item.Key.Run} was recorded {item.Value} times.");

    /// <summary>What the record of a run lacks, or has too much of.</summary>
    internal IEnumerable<string> Wrong(ChaosRecord record)
    {
        var id = record.Run.Id;
        var items = Enumerable.Range(0, record.Run.Size).ToLookup(index => successes.GetValueOrDefault((id, index)) + errors.GetValueOrDefault((id, index)));
        foreach (var other in items.Where(items => items.Key != 1))
        {
            yield return $"{other.Count()} items of {id} ({record.Run.Shape}) were recorded {other.Key} times.";
        }

        if (ends.GetValueOrDefault(id) != 1)
        {
            yield return $"{id} ({record.Run.Shape}) has ended {ends.GetValueOrDefault(id)} times.";
        }
    }

    private void Add(string run, RunEvent e)
    {
        switch (e)
        {
            case RunStarted started:
                limits[run] = started.Spec.Concurrency;
                ByWrongClock += (DateTimeOffset.UtcNow - started.At).Duration() > LongestTest ? 1 : 0;
                break;
            case RunEnded:
                ends[run] = ends.GetValueOrDefault(run) + 1;
                break;
            case ItemsFinished finished:
                for (var index = finished.Results.First; index < finished.Results.End; index++)
                {
                    var counts = finished.Results.ErrorAt(index) is null ? successes : errors;
                    counts[(run, index)] = counts.GetValueOrDefault((run, index)) + 1;
                }

                break;
        }
    }
}
