using System.Text.Json;
using Flyte.Actors;

namespace Flyte.Node.Output;

/// <summary>The phases of runs as they are written: <c>running</c>, <c>timedOut</c>.</summary>
internal static class PhaseText
{
    internal static string[] All { get; } = [.. Enum.GetValues<RunPhase>().Select(Of)];

    internal static string Of(RunPhase phase) => JsonNamingPolicy.CamelCase.ConvertName(phase.ToString());
}
