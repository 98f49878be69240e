using System.Globalization;
using System.Text.Json;
using Flyte.Node.Output;

namespace Flyte.Node.Commands;

/// <summary>Items of a run as they are named on the command line.</summary>
internal static class ItemText
{
    /// <summary>The indices in texts such as <c>3,10-20</c>.</summary>
    /// <exception cref="UsageException">One is no index of the run.</exception>
    internal static IReadOnlyCollection<int> Items(IEnumerable<string> texts, int total)
    {
        var items = new SortedSet<int>();
        foreach (var part in texts.SelectMany(text => text.Split(',')))
        {
            var ends = part.Split('-', 2);
            var (first, last) = (Index(ends[0], total, "--force", part), Index(ends[^1], total, "--force", part));
            items.UnionWith(Enumerable.Range(first, Math.Max(0, last - first + 1)));
        }

        return items;
    }

    /// <summary>The inputs by index in texts such as <c>3="text"</c>.</summary>
    /// <exception cref="UsageException">One is no index of the run, is given twice, or its input is no JSON.</exception>
    internal static IReadOnlyDictionary<int, string> Inputs(IEnumerable<string> texts, int total)
    {
        var inputs = new Dictionary<int, string>();
        foreach (var text in texts)
        {
            var parts = text.Split('=', 2);
            var index = Index(parts[0], total, "--input", text);
            if (parts is not [_, var json] || !IsJson(json))
            {
                throw new UsageException(
                    $"--input '{Shorten.Middle(text, 60)}' gives item {index} no JSON.", "Write INDEX=JSON, such as --input '3=\"text\"', quoted for the shell.");
            }

            if (!inputs.TryAdd(index, json))
            {
                throw new UsageException($"--input is given twice for item {index}.", "Give it once.");
            }
        }

        return inputs;
    }

    private static int Index(string text, int total, string option, string whole) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < total
            ? index
            : throw new UsageException(
                $"{option} '{Shorten.Middle(whole, 60)}': '{Shorten.Middle(text, 20)}' is no item of the run.",
                total == 0 ? "It has none." : $"Its items are 0 to {(total - 1).ToString(CultureInfo.InvariantCulture)}.");

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
