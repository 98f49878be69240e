using System.Text.Json;
using Flyte.Actors.Journal;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>A run from the journal with all that it takes to go on with it.</summary>
/// <param name="State">What is recorded.</param>
/// <param name="Open">The pages of the items that have not ended.</param>
/// <param name="Obstacle">Why they cannot be run here; null when they can.</param>
/// <param name="InHand">The items whose bodies were running when the process died.</param>
internal sealed record RecordedRun(RunState State, IReadOnlyList<PageEntry> Open, ItemError? Obstacle, IReadOnlyList<int> InHand)
{
    /// <summary>Reads the inputs that are still needed. It decodes, and so is not for an actor's thread.</summary>
    internal static async Task<RecordedRun> OpenAsync(RunState state, IReadOnlyList<int> inHand, Recording recording)
    {
        var ended = new IndexSet();
        foreach (var results in state.Results.All)
        {
            ended.Add(results.First, results.Count);
        }

        var needed = state.Inputs.Where(page => ended.CountGaps(page.First, page.Count) > 0).ToList();
        var wanted = needed.Select(page => (page.Sequence, page.First)).ToHashSet();
        var (open, obstacle) = (new List<PageEntry>(), (ItemError?)null);
        foreach (var (from, to) in SequenceRanges.Of(needed.Select(page => page.Sequence)))
        {
            foreach (var e in await recording.Events.ReadAsync(state.Spec.Id, from, to).ConfigureAwait(false))
            {
                foreach (var added in AddedTo(state.Spec.Id, e).Where(a => wanted.Contains((e.Sequence, a.First))))
                {
                    var (page, fault) = OpenPage((StoredPage)added.Page, recording);
                    obstacle ??= fault;
                    open.Add(new PageEntry(added.First, page, added.At, state.Spec.Deadline));
                }
            }
        }

        return new RecordedRun(state, open, recording.ResumesRuns || state.HasEnded ? obstacle : Standing(), inHand);
    }

    private static ItemError Standing() => Errors.System(
        ErrorCodes.Aborted, "The runtime was started without ResumesRuns: the run goes on in one that was started with it.");

    internal static IEnumerable<ItemsAdded> AddedTo(RunId run, JournalEvent e) =>
        e.Batch.Records.Where(r => r.Run == run).Select(r => r.Event).OfType<ItemsAdded>();

    private static (InputPage Page, ItemError? Obstacle) OpenPage(StoredPage page, Recording recording)
    {
        var name = page.Task.Name;
        if (recording.FindTask(name) is not { } task)
        {
            // Other nodes may have it.
            return recording.IsShared ? (page, null) : (page, Errors.User(ErrorCodes.UnknownTask, $"The task '{name}' is not registered here: give its environment to the runtime and start it again."));
        }

        try
        {
            return (page.Open(task), null);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return (page, Errors.User(
                ErrorCodes.InvalidInput,
                $"The recorded inputs of task '{name}' are not of its type {task.InputType.Name} any more: register the task as it was and start the runtime again. {e.Message}"));
        }
    }
}
