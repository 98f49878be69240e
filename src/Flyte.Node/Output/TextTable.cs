using System.Text.Json;

namespace Flyte.Node.Output;

/// <summary>Aligned columns for the standard output: no borders, never broken, so that other programs can read it.</summary>
internal sealed class TextTable(params string[] headers)
{
    private readonly List<string[]> rows = [Clean(headers)];
    private readonly HashSet<int> rightAligned = [];

    internal void Add(params string[] cells) => rows.Add(Clean(cells));

    /// <summary>Lets columns, by their position from 0, end rather than begin in one line.</summary>
    internal void AlignRight(params int[] columns) => rightAligned.UnionWith(columns);

    /// <summary>The table of an array of flat objects; null where the value is anything else.</summary>
    internal static TextTable? Of(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0 || !value.EnumerateArray().All(IsFlat))
        {
            return null;
        }

        var names = value.EnumerateArray().SelectMany(o => o.EnumerateObject()).Select(p => p.Name).Distinct(StringComparer.Ordinal).ToArray();
        var table = new TextTable(names);
        for (var i = 0; i < names.Length; i++)
        {
            if (value.EnumerateArray().All(o => !o.TryGetProperty(names[i], out var cell) || cell.ValueKind is JsonValueKind.Number or JsonValueKind.Null))
            {
                table.rightAligned.Add(i);
            }
        }

        foreach (var row in value.EnumerateArray())
        {
            table.Add([.. names.Select(name => row.TryGetProperty(name, out var cell) ? Cell(cell) : "")]);
        }

        return table;
    }

    internal IEnumerable<string> Lines()
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(r => r[i].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, i) => rightAligned.Contains(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
    }

    internal void WriteTo(TextWriter writer)
    {
        foreach (var line in Lines())
        {
            writer.WriteLine(line);
        }
    }

    // Names of properties, of tasks of another node: none of it may move the cursor of a terminal.
    private static string[] Clean(string[] cells) => Array.ConvertAll(cells, OneLine.Of);

    private static bool IsFlat(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && value.EnumerateObject().Any()
        && value.EnumerateObject().All(p => p.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array));

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => OneLine.Of(value.GetString()!),
        _ => value.GetRawText(),
    };
}
