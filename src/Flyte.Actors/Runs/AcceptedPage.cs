using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>Inputs that a run receives, with what is recorded of identical ones.</summary>
/// <param name="First">The index of the first one.</param>
/// <param name="Page">The inputs.</param>
/// <param name="QueuedAt">When they were received, by this execution of the caller or by an earlier one.</param>
/// <param name="Known">What is recorded, by index.</param>
internal readonly record struct AcceptedPage(int First, InputPage Page, DateTimeOffset QueuedAt, IReadOnlyList<(int Index, Remembered Item)> Known)
{
    /// <summary>Takes a page in, in parts whose deadlines count from one time: an item that was received before keeps its date.</summary>
    internal static IEnumerable<AcceptedPage> Of(InputPage page, int first, Recall? recall, DateTimeOffset now)
    {
        var known = recall?.TakeAll(page, first).ToList() ?? [];
        if (page.Options.Deadline is null || !known.Exists(k => k.Item.QueuedAt is not null))
        {
            yield return new AcceptedPage(first, page, now, known);
            yield break;
        }

        var dates = known.Where(k => k.Item.QueuedAt is not null).ToDictionary(k => k.Index, k => k.Item.QueuedAt!.Value);
        for (int index = first, end = first + page.Count; index < end;)
        {
            var (start, at) = (index, dates.GetValueOrDefault(index, now));
            while (index < end && dates.GetValueOrDefault(index, now) == at)
            {
                index++;
            }

            yield return new AcceptedPage(start, page.Slice(start - first, index - start), at, known.FindAll(k => k.Index >= start && k.Index < index));
        }
    }
}
