using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>
/// What has been recorded of a run: the fold of its events, all that anybody outside is shown, and all that it takes to go on
/// with it in another process.
/// </summary>
/// <param name="spec">What the run is.</param>
/// <param name="startedAt">When it started.</param>
/// <param name="holdsResults">Whether results are held in memory for a while, or only where the journal has them.</param>
/// <param name="listsItems">Whether anybody may ask it for items; where nobody does it need not know which ones have ended how.</param>
internal sealed partial class RunState(RunSpec spec, DateTimeOffset startedAt, bool holdsResults = true, bool listsItems = true)
{
    internal RunSpec Spec { get; } = spec;

    internal DateTimeOffset StartedAt { get; } = startedAt;

    internal DateTimeOffset? EndedAt { get; private set; }

    internal RunPhase Phase { get; private set; } = RunPhase.Running;

    internal ItemError? Error { get; private set; }

    internal int Concurrency { get; private set; } = spec.Concurrency;

    /// <summary>Inputs that are recorded; up to here their sender need not repeat them.</summary>
    internal int Added { get; private set; }

    internal bool IsClosed { get; private set; }

    /// <summary>Why the stream of inputs broke off, if it did.</summary>
    internal ItemError? InputFault { get; private set; }

    /// <summary>Why the run starts no more items; null while it does.</summary>
    internal RunStopped? Stop { get; private set; }

    internal int Succeeded { get; private set; }

    /// <summary>Items whose results come from an earlier run.</summary>
    internal int Recovered { get; private set; }

    internal int Failed { get; private set; }

    internal int Aborted { get; private set; }

    internal int TimedOut { get; private set; }

    /// <summary>The failure of the lowest index.</summary>
    internal ItemError? LowestFailure { get; private set; }

    /// <summary>The failures by their kind; null while there are none.</summary>
    internal FailureGroups? Failures { get; private set; }

    internal ResultLog Results { get; } = new(spec.OnlyOrder, holdsResults);

    /// <summary>Where the inputs are; empty when they are in memory only.</summary>
    internal List<RecordedInputs> Inputs { get; } = [];

    /// <summary>The inputs of a run that is in memory only and whose caller may be executed again; null of others.</summary>
    internal KeptInputs? Kept { get; } = spec is { IsRecalled: true, IsRecorded: false } ? new KeptInputs() : null;

    /// <summary>Items that failed and are run again.</summary>
    internal Dictionary<int, Retry> Retries { get; } = [];

    /// <summary>How which items have ended; null of a run whose items nobody can list.</summary>
    internal EndedItems? Ended { get; } = listsItems && ItemPicker.Keeps(spec) ? new EndedItems() : null;

    /// <summary>Items of earlier executions whose attempts count for items of this one.</summary>
    internal HashSet<Origin> Retaken { get; } = [];

    /// <summary>Whether items of the run have called others; null where an earlier version took a snapshot, which did not say so.</summary>
    internal bool? HasCalled { get; set; } = false;

    internal bool HasFailures => Failed + Aborted + TimedOut > 0;

    internal bool HasEnded => EndedAt is not null;

    internal ItemCounts Counts(int waiting, int leased, int retrying) =>
        new(Added, waiting, leased, retrying, Succeeded, Failed, Aborted, TimedOut, !IsClosed) { Recovered = Recovered };

    /// <summary>Folds an event.</summary>
    /// <param name="e">The event.</param>
    /// <param name="sequence">Its number in the journal; 0 when nothing is recorded.</param>
    internal void Apply(RunEvent e, long sequence = 0)
    {
        switch (e)
        {
            case ItemsAdded added:
                Added = added.First + added.Page.Count;
                Kept?.Add(added.Page);
                if (sequence > 0)
                {
                    Inputs.Add(new RecordedInputs(added.First, added.Page.Count, sequence));
                }

                break;
            case InputsClosed closed:
                (IsClosed, InputFault) = (true, closed.Fault);
                break;
            case ItemsFinished finished:
                Finish(finished.Results, finished.IsRecovered);
                Results.Add(finished.Results, sequence);
                break;
            case ItemsRecalled { Results: { } results }:
                // Of a run that was recorded in another process, and ended with it, nobody asks how many failed.
                if (results is not RecordedSegment { HasErrors: true, IsHeld: false })
                {
                    Finish(results, isRecovered: false);
                }

                Results.Add(results);
                break;
            case ItemRetried retried:
                Retries[retried.Index] = new Retry(retried.Attempts, retried.Due)
                {
                    Sequence = sequence,
                    Error = sequence == 0 && Ended is not null ? retried.Error : null,
                    Deaths = Retries.GetValueOrDefault(retried.Index).Deaths.With(retried.Deaths),
                };
                if (retried.Origin is { } origin)
                {
                    Retaken.Add(origin);
                }

                break;
            case RunResized resized:
                Concurrency = resized.Concurrency;
                break;
            case RunStopped stopped:
                Stop = stopped;
                break;
            case RunEnded ended:
                (Phase, Error, EndedAt) = (ended.Phase, ended.Error, ended.At);
                break;
        }
    }

    private void Finish(ResultSegment results, bool isRecovered)
    {
        var succeeded = results.Count;
        Ended?.Add(results.First, results.Count, isRecovered);
        for (var index = results.First; results.HasErrors && index < results.End; index++)
        {
            if (results.ErrorAt(index) is not { } error)
            {
                continue;
            }

            succeeded--;
            LowestFailure = LowestFailure?.Index < index ? LowestFailure : error;
            (Failures ??= new FailureGroups()).Add(index, error);
            Count(index, PhaseOf(error));
        }

        (Succeeded, Recovered) = isRecovered ? (Succeeded, Recovered + succeeded) : (Succeeded + succeeded, Recovered);
        for (var index = results.First; Retries.Count > 0 && index < results.End; index++)
        {
            if (Retries.Remove(index, out var retry))
            {
                Ended?.Took(index, retry.Made.Total + 1);
            }
        }
    }

    private void Count(int index, RunPhase phase)
    {
        Ended?.Fail(index, phase);
        switch (phase)
        {
            case RunPhase.Aborted:
                Aborted++;
                break;
            case RunPhase.TimedOut:
                TimedOut++;
                break;
            default:
                Failed++;
                break;
        }
    }

    internal static RunPhase PhaseOf(ItemError error) =>
        error.Kind != ErrorKind.System ? RunPhase.Failed
        : error.Code == ErrorCodes.Aborted ? RunPhase.Aborted
        : ErrorCodes.IsTimeout(error.Code) ? RunPhase.TimedOut
        : RunPhase.Failed;
}

/// <summary>Inputs in an event of the journal.</summary>
internal readonly record struct RecordedInputs(int First, int Count, long Sequence)
{
    internal int End => First + Count;
}

/// <summary>An item that failed and is run again: the attempts made so far, and when the next one is due.</summary>
internal readonly record struct Retry(AttemptCount Made, DateTimeOffset Due)
{
    /// <summary>The number of the event in the journal that says so; 0 when nothing is recorded.</summary>
    internal long Sequence { get; init; }

    /// <summary>What the last attempt failed with, where only the memory has it.</summary>
    internal ItemError? Error { get; init; }

    /// <summary>The processes whose deaths were reported and are counted.</summary>
    internal CountedDeaths Deaths { get; init; }
}
