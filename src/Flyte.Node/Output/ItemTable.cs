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
        var table = new TextTable("item", "phase", "attempts", "input", "outcome");
        foreach (var item in items)
        {
            table.Add(
                Number(item.Index),
                PhaseText.Of(item.Phase),
                Number(item.Attempts),
                Shorten.Middle(OneLine.Of(item.Input ?? ""), MostOfInput),
                Shorten.End(OneLine.Of(Outcome(item, time)), MostOfOutcome));
        }

        table.AlignRight(0, 2);
        return table;
    }

    private static string Outcome(RunItem item, TimeProvider time)
    {
        var error = item.Error is { } e ? $"{e.Code}: {e.Message}" : "";
        return item.NextAttemptAt is { } due ? $"again at {RunText.Time(due, time)}, after {error}" : item.Result ?? error;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
