using Flyte.Actors;

namespace Flyte.Node.Commands;

/// <summary>Questions about runs.</summary>
internal static class RunInfoExtensions
{
    /// <summary>Whether it goes on no more. Of a run that was called, the end of its caller is its end, which nobody records.</summary>
    internal static bool IsOver(this RunInfo run) => run.EndedAt is not null || run.Phase >= RunPhase.Succeeded;

    /// <summary>
    /// Whether a run that nobody gives inputs lacks some: the process that gave them ended before all were recorded. One that runs
    /// another again gets them from there.
    /// </summary>
    internal static bool IsCut(this RunInfo run) => run is { EndedAt: null, Items.MoreToCome: true, RerunOf: null };

    /// <summary>The root of the tree that a run was called in; null of one that is a root itself.</summary>
    internal static string? CalledBelow(this RunInfo run) => run.Id.IndexOf('/', StringComparison.Ordinal) is > 0 and var end ? run.Id[..end] : null;
}
