using System.Text.Json;
using Flyte.Actors;

namespace Flyte.Node.Output;

/// <summary>The phases of runs and of their items as they are written: <c>running</c>, <c>timedOut</c>.</summary>
internal static class PhaseText
{
    internal static string[] All { get; } = [.. Enum.GetValues<RunPhase>().Select(Of)];

    internal static string[] OfItems { get; } = [.. Enum.GetValues<ItemPhase>().Select(Of)];

    internal static string Of<TPhase>(TPhase phase)
        where TPhase : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(phase.ToString());
}
