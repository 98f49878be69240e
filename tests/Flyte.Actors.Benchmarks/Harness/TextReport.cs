using System.Globalization;
using System.Text;

namespace Flyte.Actors.Benchmarks;

/// <summary>A report for people: a table, the goals, the notes.</summary>
internal static class TextReport
{
    private static readonly string[] Head = ["subject", "items", "at once", "median ms", "items/s", "bytes/item", "does not do"];

    public static string Of(Benchmark benchmark, Report report)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"\n{benchmark.Name}: {benchmark.Work}\n\n");
        List<string[]> lines = [Head, .. report.Rows.Select(row => Cells(row))];
        int[] widths = [.. Head.Select((_, column) => lines.Max(line => line[column].Length))];
        foreach (var line in lines)
        {
            for (var column = 0; column < line.Length; column++)
            {
                var isText = column == 0 || column == line.Length - 1;
                text.Append("  ").Append(isText ? line[column].PadRight(widths[column]) : line[column].PadLeft(widths[column]));
            }

            TrimEnd(text).Append('\n');
        }

        text.Append('\n');
        foreach (var row in report.Rows)
        {
            text.Append(RowFigures.Of(row) is { Length: > 0 } figures ? $"  {NameOf(row)}: {figures}\n" : "");
        }

        text.Append('\n');
        foreach (var goal in report.Goals)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {(goal.IsReached ? "reached    " : "NOT REACHED")}  {goal.Text}: {goal.Figure}\n");
        }

        foreach (var note in report.Notes)
        {
            text.Append(CultureInfo.InvariantCulture, $"  note: {note}\n");
        }

        return text.ToString();
    }

    private static string[] Cells(Row row) =>
    [
        NameOf(row),
        Text(row.Items, "#,0"),
        Text(row.Concurrency, "#,0"),
        Text(row.MedianMs, "#,0.00"),
        Text(row.ItemsPerSecond, "#,0"),
        row.BytesPerItem is { } bytes ? Text(bytes, "#,0") : "",
        row.DoesNot,
    ];

    private static string NameOf(Row row) => row.Case is null ? row.Subject : $"{row.Subject} ({row.Case})";

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static StringBuilder TrimEnd(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }

        return text;
    }
}
