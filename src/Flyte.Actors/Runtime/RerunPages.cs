using System.Text.Json;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>The inputs of a run that is run again, page by page, with the results that their items keep.</summary>
internal sealed class RerunPages(RunId run, RerunSource source, RunState old, Recording recording)
{
    /// <summary>The new run.</summary>
    internal RunId Run => run;

    private readonly List<RecordedInputs> inputs = [.. old.Inputs.OrderBy(page => page.First)];
    private readonly List<RecordedSegment> results =
        source.Recovers ? [.. old.Results.All.OfType<RecordedSegment>().OrderBy(r => r.First)] : [];

    /// <summary>The page from an index on, or the end. It decodes, and so is not for an actor's thread.</summary>
    internal async Task<AddItems> ReadAsync(int from)
    {
        try
        {
            var at = inputs.FindIndex(page => page.End > from);
            return at < 0 ? new AddItems(run, from, Page: null, IsLast: true, old.InputFault) : await ReadAsync(inputs[at]).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or NotSupportedException)
        {
            return new AddItems(run, from, Page: null, IsLast: true, Errors.User(
                ErrorCodes.InputSourceFailed, $"The inputs of run '{source.Of}' cannot be read from item {from} on: {e.Message}"));
        }
    }

    private async Task<AddItems> ReadAsync(RecordedInputs place)
    {
        var events = await recording.Events.ReadAsync(old.Spec.Id, place.Sequence, place.Sequence).ConfigureAwait(false);
        var added = events.SelectMany(e => RecordedRun.AddedTo(old.Spec.Id, e)).FirstOrDefault(a => a.First == place.First)
            ?? throw new InvalidDataException($"the journal has no items {place.First} to {place.End - 1} where they were recorded.");
        var page = (StoredPage)added.Page;
        var changed = page.With(source.Inputs.Where(i => i.Key >= place.First && i.Key < place.End).ToDictionary(i => i.Key - place.First, i => i.Value));
        return new AddItems(run, place.First, Open(changed), IsLast: false, Fault: null, await KeptAsync(place).ConfigureAwait(false));
    }

    // Inputs that only other nodes can judge go to them as they are.
    private InputPage Open(StoredPage page) => recording.FindTask(page.Task.Name) is { } task ? page.Open(task)
        : page.TakesAny && recording.IsShared ? page
        : throw new InvalidDataException($"the task '{page.Task.Name}' is not registered.");

    private async Task<IReadOnlyList<ResultSegment>> KeptAsync(RecordedInputs place)
    {
        var kept = new List<ResultSegment>();
        foreach (var recorded in results.Where(r => r.First < place.End && r.End > place.First))
        {
            var events = recorded.Stored.Live is null
                ? await recording.Events.ReadAsync(old.Spec.Id, recorded.Stored.Sequence, recorded.Stored.Sequence).ConfigureAwait(false)
                : [];
            var segment = recorded.Open(recorded.Stored.Live ?? ResultPages.Find(events[0].Batch, old.Spec.Id, recorded.Stored.First));
            kept.AddRange(Successes(segment, Math.Max(segment.First, place.First), Math.Min(segment.End, place.End)));
        }

        return kept;
    }

    // Whole stretches of what is kept: a segment for each, so that a million items are not a million events.
    private IEnumerable<ResultSegment> Successes(ResultSegment segment, int from, int to)
    {
        var start = from;
        for (var index = from; index <= to; index++)
        {
            if (index < to && source.Keeps(index) && segment.ErrorAt(index) is null)
            {
                continue;
            }

            if (index > start)
            {
                yield return segment.Slice(start, index - start);
            }

            start = index + 1;
        }
    }
}
