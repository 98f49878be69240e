using Flyte.Actors;

namespace Flyte.Node.Commands;

/// <summary>Questions about runs.</summary>
internal static class RunInfoExtensions
{
    /// <summary>
    /// Whether a run that nobody gives inputs lacks some: the process that gave them ended before all were recorded. One that runs
    /// another again gets them from there.
    /// </summary>
    internal static bool IsCut(this RunInfo run) => run is { EndedAt: null, Items.MoreToCome: true, RerunOf: null };
}
