using System.Collections.ObjectModel;

namespace Flyte.Actors.Runs;

/// <summary>
/// How the items of a run have ended that have: a bit each, so that those of a phase are found without their results. There is one for each
/// run, however small, and so nothing is made before it is needed.
/// </summary>
internal sealed class EndedItems
{
    private readonly IndexSet all = new();
    private Dictionary<ItemPhase, IndexSet>? withoutSuccess;
    private Dictionary<int, int>? attempts;

    internal EndedItems()
    {
    }

    /// <summary>Those of a snapshot.</summary>
    internal EndedItems(IndexSet all, IReadOnlyCollection<KeyValuePair<ItemPhase, IndexSet>> withoutSuccess, IReadOnlyCollection<KeyValuePair<int, int>> attempts)
    {
        this.all = all;
        this.withoutSuccess = withoutSuccess.Count > 0 ? new(withoutSuccess) : null;
        this.attempts = attempts.Count > 0 ? new(attempts) : null;
    }

    internal IndexSet All => all;

    /// <summary>The items that did not end by a value of their own, by how they did.</summary>
    internal IReadOnlyDictionary<ItemPhase, IndexSet> WithoutSuccess => withoutSuccess ?? (IReadOnlyDictionary<ItemPhase, IndexSet>)ReadOnlyDictionary<ItemPhase, IndexSet>.Empty;

    /// <summary>The attempts of the items that took more than one.</summary>
    internal IReadOnlyDictionary<int, int> Attempts => attempts ?? (IReadOnlyDictionary<int, int>)ReadOnlyDictionary<int, int>.Empty;

    /// <summary>Notes items that have ended, by a value unless <see cref="Fail"/> says otherwise.</summary>
    internal void Add(int first, int count, bool areRecovered)
    {
        all.Add(first, count);
        if (areRecovered)
        {
            SetOf(ItemPhase.Recovered).Add(first, count);
        }
    }

    internal void Fail(int index, RunPhase phase) => SetOf(phase switch
    {
        RunPhase.Aborted => ItemPhase.Aborted,
        RunPhase.TimedOut => ItemPhase.TimedOut,
        _ => ItemPhase.Failed,
    }).Add(index);

    /// <summary>Notes how many attempts an item took that was run more than once.</summary>
    internal void Took(int index, int count) => (attempts ??= [])[index] = count;

    /// <summary>The attempts that an item took which ended with a value.</summary>
    internal int AttemptsAt(int index) => attempts?.GetValueOrDefault(index, 1) ?? 1;

    /// <summary>How an item has ended; null when it has not.</summary>
    internal ItemPhase? PhaseOf(int index)
    {
        if (!all.Contains(index))
        {
            return null;
        }

        foreach (var (phase, set) in WithoutSuccess)
        {
            if (set.Contains(index))
            {
                return phase;
            }
        }

        return ItemPhase.Succeeded;
    }

    /// <summary>The first item from an index on that has ended so; <paramref name="end"/> when there is none before it.</summary>
    internal int Next(ItemPhase phase, int from, int end) =>
        phase == ItemPhase.Succeeded ? IndexSet.Next(Successes, from, end)
        : withoutSuccess?.GetValueOrDefault(phase) is { } set ? IndexSet.Next(set.Word, from, end)
        : end;

    /// <summary>The first item from an index on that has not ended; <paramref name="end"/> when there is none before it.</summary>
    internal int NextOpen(int from, int end) => IndexSet.Next(word => ~all.Word(word), from, end);

    private ulong Successes(int word)
    {
        var successes = all.Word(word);
        if (withoutSuccess is not null)
        {
            foreach (var set in withoutSuccess.Values)
            {
                successes &= ~set.Word(word);
            }
        }

        return successes;
    }

    private IndexSet SetOf(ItemPhase phase)
    {
        withoutSuccess ??= [];
        if (!withoutSuccess.TryGetValue(phase, out var set))
        {
            withoutSuccess.Add(phase, set = new IndexSet());
        }

        return set;
    }
}
