using System.Text;
using Flyte.Actors.Journal;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Reads the payloads of some items, from the journal where they are not in memory: only the events that they are in, few at a time.
/// It decodes, and so is not for an actor's thread.
/// </summary>
/// <param name="spec">The run.</param>
/// <param name="journal">The journal; null where nothing is recorded.</param>
/// <param name="maxBytes">The most bytes of a page of more than one item; 0 for a page that stays in the process.</param>
internal sealed class ItemReader(RunSpec spec, IJournalEvents? journal, int maxBytes)
{
    private const int EnoughBytes = 4 * 1024 * 1024;
    private const int SizeOfRest = 64;

    private readonly RunId run = spec.Id;
    private readonly Dictionary<long, JournalBatch> events = [];

    /// <exception cref="InvalidDataException">The journal does not have what was recorded in it.</exception>
    internal async Task<ItemPage> ReadAsync(PickedItems picked)
    {
        var items = new List<RunItem>(picked.Items.Count);
        var bytes = 0L;
        for (var i = 0; i < picked.Items.Count; i++)
        {
            if (bytes > EnoughBytes)
            {
                return new ItemPage { Items = items, Next = picked.Items[i].Index };
            }

            await LoadAsync(picked.Items, i).ConfigureAwait(false);
            var item = Open(picked.Items[i]);
            bytes += SizeOf(item);
            if (maxBytes > 0 && bytes > maxBytes && items.Count > 0)
            {
                return new ItemPage { Items = items, Next = item.Index };
            }

            items.Add(item);
        }

        return new ItemPage { Items = items, Next = picked.Next };
    }

    // With what an item takes, what the next ones take is read in the same go.
    private async Task LoadAsync(IReadOnlyList<PickedItem> items, int from)
    {
        if (items[from].Sequences.All(events.ContainsKey))
        {
            return;
        }

        events.Clear();
        var wanted = items.Skip(from).SelectMany(item => item.Sequences).Distinct().Take(SequenceRanges.MaxLength);
        foreach (var (first, last) in SequenceRanges.Of(wanted))
        {
            foreach (var e in await journal!.ReadAsync(run, first, last).ConfigureAwait(false))
            {
                events[e.Sequence] = e.Batch;
            }
        }
    }

    private RunItem Open(PickedItem item)
    {
        var result = item.Result is RecordedSegment recorded
            ? recorded.Open(item.Live ?? ResultPages.Find(EventAt(recorded.Stored.Sequence), run, recorded.Stored.First))
            : item.Result;
        var error = result is null ? LastError(item) : result.ErrorAt(item.Index);
        var (first, page) = Inputs(item);
        return new RunItem
        {
            Index = item.Index,
            Task = spec.Task.Length == 0 ? page?.Task.Name : null,
            Phase = item.Phase,
            Attempts = result is null ? item.Attempts : error?.Attempts ?? item.Attempts,
            MaxAttempts = (page?.Options ?? spec.Options).Retries + 1,
            Input = page?.Json(item.Index - first),
            Result = result?.Json(item.Index),
            Error = error,
            NextAttemptAt = item.Phase == ItemPhase.Retrying ? item.Retry?.Due : null,
        };
    }

    private (int First, InputPage? Page) Inputs(PickedItem item)
    {
        if (item.Held is { } held)
        {
            return (held.First, held.Page);
        }

        return item.Recorded is { } place ? (place.First, EventOf<ItemsAdded>(place.Sequence, e => e.First == place.First).Page) : (0, null);
    }

    private ItemError? LastError(PickedItem item) =>
        item.Retry is { Sequence: > 0 } retry
            ? EventOf<ItemRetried>(retry.Sequence, e => e.Index == item.Index).Error
            : item.Retry?.Error;

    private T EventOf<T>(long sequence, Func<T, bool> isIt)
        where T : RunEvent => EventAt(sequence).Records.Where(r => r.Run == run).Select(r => r.Event).OfType<T>().LastOrDefault(isIt)
        ?? throw Missing(sequence);

    private JournalBatch EventAt(long sequence) => events.GetValueOrDefault(sequence) ?? throw Missing(sequence);

    private InvalidDataException Missing(long sequence) =>
        new($"The journal of run '{run}' does not have in event {sequence} what was recorded there.");

    private static long SizeOf(RunItem item) => SizeOfRest + Utf8(item.Task) + Utf8(item.Input) + Utf8(item.Result) + Errors.SizeOf(item.Error);

    private static long Utf8(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
