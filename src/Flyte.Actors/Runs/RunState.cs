using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runs;

/// <summary>What has been recorded of a run: the fold of its events, and all that anybody outside is shown.</summary>
internal sealed class RunState(RunSpec spec, DateTimeOffset startedAt)
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

    internal int Succeeded { get; private set; }

    internal int Failed { get; private set; }

    internal int Aborted { get; private set; }

    internal int TimedOut { get; private set; }

    internal ResultLog Results { get; } = new(spec.OnlyOrder);

    internal bool HasFailures => Failed + Aborted + TimedOut > 0;

    internal bool HasEnded => EndedAt is not null;

    internal void Apply(RunEvent e)
    {
        switch (e)
        {
            case ItemsAdded added:
                Added = added.First + added.Page.Count;
                break;
            case InputsClosed:
                IsClosed = true;
                break;
            case ItemsFinished finished:
                Count(finished.Results);
                Results.Add(finished.Results);
                break;
            case RunResized resized:
                Concurrency = resized.Concurrency;
                break;
            case RunEnded ended:
                (Phase, Error, EndedAt) = (ended.Phase, ended.Error, ended.At);
                break;
        }
    }

    private void Count(ResultSegment results)
    {
        var succeeded = results.Count;
        for (var index = results.First; results.HasErrors && index < results.End; index++)
        {
            if (results.ErrorAt(index) is not { } error)
            {
                continue;
            }

            succeeded--;
            switch (PhaseOf(error))
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

        Succeeded += succeeded;
    }

    internal static RunPhase PhaseOf(ItemError error) =>
        error.Kind != ErrorKind.System ? RunPhase.Failed
        : error.Code == ErrorCodes.Aborted ? RunPhase.Aborted
        : ErrorCodes.IsTimeout(error.Code) ? RunPhase.TimedOut
        : RunPhase.Failed;
}
