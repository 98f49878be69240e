using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Tests.Proof;

/// <summary>Something that was seen of a run from outside.</summary>
internal abstract record Sight;

/// <summary>A body begins.</summary>
internal sealed record Began(int Body, int Index, int Attempt, int Input) : Sight;

/// <summary>A body is told to stop, and will not.</summary>
internal sealed record Deaf(int Body) : Sight;

/// <summary>A body is over.</summary>
internal sealed record Ended(int Body) : Sight;

/// <summary>The journal has recorded this.</summary>
internal sealed record Recorded(IReadOnlyList<RunEvent> Events) : Sight;

/// <summary>A page of results is shown.</summary>
internal sealed record Shown(ReadOrder Order, int From, IReadOnlyList<Seen> Results, RunEnd? End) : Sight;

/// <summary>A result as it is shown: a value, or the code of an error.</summary>
internal readonly record struct Seen(int Index, int Value, string? Error = null);

/// <summary>What a run looks like.</summary>
internal sealed record Looked(RunInfo Info) : Sight;

/// <summary>The run says that it is started.</summary>
internal sealed record Started : Sight;

/// <summary>The run says up to where it has its inputs.</summary>
internal sealed record Accepted(int Next) : Sight;

/// <summary>The concurrency is to be changed, or has been.</summary>
internal sealed record Resized(int To, bool IsDone) : Sight;

/// <summary>The run has answered that it is aborted.</summary>
internal sealed record Aborted : Sight;

/// <summary>The run has answered that an item is aborted.</summary>
internal sealed record ItemAborted(int Index) : Sight;

/// <summary>The run has answered that it cannot do what was asked.</summary>
internal sealed record Refused(string Code, string Reason) : Sight;

/// <summary>The run is removed; so many events of it are left.</summary>
internal sealed record Purged(int Left) : Sight;

/// <summary>The process has died: its bodies are no more.</summary>
internal sealed record Died : Sight;

/// <summary>The run leaves its process.</summary>
internal sealed record Left : Sight;

/// <summary>Nothing moves until somebody does something.</summary>
internal sealed record Rested : Sight;

/// <summary>The program is over; the run has ended, unless it does not end.</summary>
internal sealed record Over(bool HasEnded) : Sight;

/// <summary>All that was seen of a run, in the order in which it was.</summary>
internal sealed class History(RunProgram program)
{
    private readonly Lock gate = new();
    private readonly List<Sight> sights = [];

    internal RunProgram Program => program;

    internal IReadOnlyList<Sight> Sights
    {
        get
        {
            lock (gate)
            {
                return [.. sights];
            }
        }
    }

    internal void Add(Sight sight)
    {
        lock (gate)
        {
            sights.Add(sight);
        }
    }

    /// <summary>The first thing that is wrong with it; null where all rules hold.</summary>
    internal string? Fault => SafetyRules.All.Select(rule => rule.Check(this) is { } fault ? $"{rule.Name}: {fault} ({rule.Statement})" : null).FirstOrDefault(fault => fault is not null);
}
