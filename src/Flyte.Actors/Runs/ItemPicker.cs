using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>Finds the items of a page by what a run has in memory; nothing is read for it.</summary>
/// <param name="state">What is recorded of the run.</param>
/// <param name="queue">What it has to do; null of one of which only the record is left.</param>
internal sealed class ItemPicker(RunState state, WorkQueue? queue)
{
    private readonly EndedItems ended = state.Ended!;
    private Func<int, ItemPhase>? open;

    /// <summary>
    /// Whether the run keeps what it takes: it does not belong to one reader, who lets go what he has read. The steps that an item has traced
    /// are no items of anybody.
    /// </summary>
    internal static bool Keeps(RunSpec spec) => spec.OnlyOrder is null && !spec.Id.IsTraces;

    internal PickedItems Pick(ItemQuery query)
    {
        var indices = new List<int>();
        var next = Next(query.Phase, query.From);
        for (; next < state.Added && indices.Count < query.Limit; next = Next(query.Phase, next + 1))
        {
            indices.Add(next);
        }

        var results = state.Results.Find(indices);
        return new PickedItems([.. indices.Select((index, i) => Item(index, results[i]))], next < state.Added ? next : null);

        PickedItem Item(int index, ResultSegment? result) =>
            ended.PhaseOf(index) is { } phase ? Ended(index, phase, result) : Open(index);
    }

    private int Next(ItemPhase? phase, int from)
    {
        if (phase is null or >= ItemPhase.Succeeded)
        {
            return phase is { } how ? ended.Next(how, from, state.Added) : from;
        }

        var index = ended.NextOpen(from, state.Added);
        while (index < state.Added && PhaseOfOpen(index) != phase)
        {
            index = ended.NextOpen(index + 1, state.Added);
        }

        return index;
    }

    private PickedItem Ended(int index, ItemPhase phase, ResultSegment? result) => new(index, phase)
    {
        Held = Held(index),
        Recorded = Recorded(index),
        Result = result,
        Live = queue is null ? null : (result as RecordedSegment)?.Stored.Live, // Where only the record is left, it may have been stripped.
        Attempts = phase == ItemPhase.Succeeded ? ended.AttemptsAt(index) : 0,
    };

    private PickedItem Open(int index)
    {
        var phase = PhaseOfOpen(index);
        Retry? retry = state.Retries.TryGetValue(index, out var last) ? last : null;
        return new PickedItem(index, phase)
        {
            Held = Held(index),
            Recorded = Recorded(index),
            Retry = retry,
            Attempts = (retry?.Made.Total ?? 0) + (phase == ItemPhase.Running ? 1 : 0),
        };
    }

    private ItemPhase PhaseOfOpen(int index) => (open ??= queue?.Phases() ?? (i => state.Retries.ContainsKey(i) ? ItemPhase.Retrying : ItemPhase.Queued))(index);

    private HeldInputs? Held(int index)
    {
        if (queue?.FindPage(index) is { } entry)
        {
            return new HeldInputs(entry.First, entry.Page);
        }

        return state.Kept is { } kept && kept.Find(index) is var (first, page) ? new HeldInputs(first, page) : null;
    }

    private RecordedInputs? Recorded(int index)
    {
        var (low, high) = (0, state.Inputs.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = state.Inputs[middle].First <= index ? (middle, high) : (low, middle - 1);
        }

        return high < 0 ? null : state.Inputs[low];
    }
}
