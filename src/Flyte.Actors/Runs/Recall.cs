using Flyte.Actors.Payloads;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>What an item is recognised by: its task and the digest of its input. Identical ones are interchangeable.</summary>
internal readonly record struct ItemKey(string Task, InputDigest Input);

/// <summary>What an earlier execution of a run's caller has recorded of an item: its result, or that it is run again.</summary>
/// <param name="Result">Its result; null when it has none yet.</param>
/// <param name="Retry">The attempts made without success; null when there were none.</param>
/// <param name="Origin">Where it was last.</param>
/// <param name="QueuedAt">When it was received first, where its deadline counts from then; otherwise null.</param>
internal readonly record struct Remembered(ResultSegment? Result, Retry? Retry = null, Origin Origin = default, DateTimeOffset? QueuedAt = null);

/// <summary>
/// What earlier executions of a run's caller have recorded. The caller makes its calls again, in whatever order, and each finds
/// the record of an identical one; what was not called before runs.
/// </summary>
/// <param name="isOfTraces">Whether the calls are steps: of those, failures that no repetition can mend count too.</param>
internal sealed class Recall(bool isOfTraces = false)
{
    private readonly Dictionary<ItemKey, Entry> entries = [];
    private readonly List<(List<ResultSegment> Results, KeptInputs Inputs)> unread = [];

    /// <summary>
    /// Items that were in hand when the process died, and of which nothing is recorded: those that come in their places are taken
    /// for them.
    /// </summary>
    internal HashSet<int> Lost { get; } = [];

    internal void Add(ItemKey key, Remembered item)
    {
        var entry = new Entry(item);
        if (entries.TryGetValue(key, out var head))
        {
            head.Last = head.Last.Next = entry;
        }
        else
        {
            entries.Add(key, entry);
        }
    }

    /// <summary>Whether a step that failed fails again without being executed.</summary>
    internal static bool IsFinal(ItemError error) => error is { Kind: ErrorKind.User, IsRecoverable: false };

    /// <summary>Adds the successes of a run that is in memory only. Nothing of it is looked at before it is asked for.</summary>
    internal Recall Add(IEnumerable<ResultSegment> results, KeptInputs? inputs)
    {
        if (inputs is not null)
        {
            unread.Add(([.. results], inputs));
        }

        return this;
    }

    /// <summary>What is recorded of a page's items, each taken once.</summary>
    /// <param name="page">The page.</param>
    /// <param name="first">The index of its first item.</param>
    internal IEnumerable<(int Index, Remembered Item)> TakeAll(InputPage page, int first)
    {
        for (var index = first; index < first + page.Count && HasAny(); index++)
        {
            var key = new ItemKey(page.Task.Name, page.Digest(index - first));
            if (entries.Remove(key, out var head))
            {
                if (head.Next is { } next)
                {
                    next.Last = ReferenceEquals(head.Last, head) ? next : head.Last;
                    entries.Add(key, next);
                }

                yield return (index, head.Item);
            }
        }
    }

    private bool HasAny()
    {
        foreach (var (results, inputs) in unread)
        {
            Read(results, inputs);
        }

        unread.Clear();
        return entries.Count > 0;
    }

    private void Read(List<ResultSegment> results, KeptInputs inputs)
    {
        foreach (var segment in results)
        {
            for (var index = segment.First; index < segment.End; index++)
            {
                if (segment.ErrorAt(index) is not { } error || (isOfTraces && IsFinal(error)))
                {
                    Add(inputs.KeyOf(index), new Remembered(segment.Slice(index, 1)));
                }
            }
        }
    }

    private sealed class Entry
    {
        internal Entry(Remembered item) => (Item, Last) = (item, this);

        internal Remembered Item { get; }

        internal Entry? Next { get; set; }

        /// <summary>The end of the chain; kept at its head only.</summary>
        internal Entry Last { get; set; }
    }
}
