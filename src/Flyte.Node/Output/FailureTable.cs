using System.Globalization;
using System.Text.Json;
using Flyte.Actors;
using Spectre.Console;

namespace Flyte.Node.Output;

/// <summary>An item that failed.</summary>
/// <param name="Error">Why.</param>
/// <param name="Line">The line that its input stood on, if it did.</param>
internal sealed record Failure(ItemError Error, int? Line);

/// <summary>The failures of a run: all are counted, the first are kept.</summary>
internal sealed class FailureList
{
    internal const int Kept = 20;

    private readonly List<Failure> first = [];

    internal int Count { get; private set; }

    internal IReadOnlyList<Failure> First => first;

    /// <summary>Whether the item's failure is among those that were kept.</summary>
    internal bool Has(int index) => first.Any(failure => failure.Error.Index == index);

    internal void Add(Failure failure)
    {
        Count++;
        if (first.Count < Kept)
        {
            first.Add(failure);
        }
    }
}

/// <summary>The failures as a table on the error stream.</summary>
internal static class FailureTable
{
    private const int MostOfMessage = 300;

    internal static void Write(FailureList failures, NodeConsole console)
    {
        if (failures.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn(new TableColumn("item").RightAligned().NoWrap());
        table.AddColumn("input");
        table.AddColumn(new TableColumn("attempts").RightAligned().NoWrap());
        table.AddColumn("error");
        var mostOfInput = Math.Max(16, console.Error.Profile.Width / 3);
        foreach (var (error, line) in failures.First)
        {
            table.AddRow(
                new Text(line is null ? Number(error.Index) : $"{Number(error.Index)} (line {Number(line.Value)})"),
                new Text(Shorten.Middle(Input(error), mostOfInput)),
                new Text(Number(error.Attempts)),
                new Text(Shorten.End(OneLine.Of($"{error.Code}: {error.Message}"), MostOfMessage)));
        }

        console.Error.Write(table);
        if (failures.Count > failures.First.Count)
        {
            console.Say($"… and {(failures.Count - failures.First.Count).ToString("N0", CultureInfo.InvariantCulture)} more");
        }
    }

    // A text needs no quotes here; a cut one is no JSON any more and is shown as it is.
    private static string Input(ItemError error)
    {
        if (error.Input is not ['"', .., '"'] quoted)
        {
            return OneLine.Of(error.Input ?? "");
        }

        try
        {
            return OneLine.Of(JsonSerializer.Deserialize<string>(quoted) ?? "");
        }
        catch (JsonException)
        {
            return OneLine.Of(quoted);
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
