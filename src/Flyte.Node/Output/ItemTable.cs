using System.Globalization;
using Flyte.Actors;

namespace Flyte.Node.Output;

/// <summary>Items of a run as rows.</summary>
internal static class ItemTable
{
    private const int MostOfInput = 40;
    private const int MostOfOutcome = 120;

    internal static TextTable Of(IReadOnlyList<RunItem> items, TimeProvider time)
    {
        // Single calls have a task each, the items of a map have one together.
        var haveTasks = items.Any(item => item.Task is not null);
        var table = new TextTable(["item", .. haveTasks ? ["task"] : Array.Empty<string>(), "phase", "attempts", "input", "outcome"]);
        foreach (var item in items)
        {
            table.Add([
                Number(item.Index),
                .. haveTasks ? [item.Task ?? ""] : Array.Empty<string>(),
                PhaseText.Of(item.Phase),
                Number(item.Attempts),
                Shorten.Middle(OneLine.Of(item.Input ?? ""), MostOfInput),
                Shorten.End(OneLine.Of(Outcome(item, time)), MostOfOutcome)]);
        }

        table.AlignRight(0, haveTasks ? 3 : 2);
        return table;
    }

    private static string Outcome(RunItem item, TimeProvider time)
    {
        var error = item.Error is { } e ? $"{e.Code}: {e.Message}" : "";
        return item.NextAttemptAt is { } due ? $"again at {RunText.Time(due, time)}, after {error}" : item.Result ?? error;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
