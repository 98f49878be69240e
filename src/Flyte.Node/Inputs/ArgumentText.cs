using System.Text.Json;
using Flyte.Node.Commands;
using Flyte.Node.Output;

namespace Flyte.Node.Inputs;

/// <summary>Inputs that stand on the command line.</summary>
internal static class ArgumentText
{
    /// <summary>An INPUT in JSON.</summary>
    /// <exception cref="UsageException">It is not JSON, and the task does not take a string.</exception>
    internal static string Input(string text, int position, InputKind kind)
    {
        if (kind == InputKind.Text)
        {
            return IsJsonString(text) ? text : JsonText.String(text);
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return text;
        }
        catch (Exception e) when (IsNoJson(e))
        {
            throw new UsageException(
                $"INPUT {position + 1}, '{Shorten.Middle(text, 60)}', is not JSON: {e.Message}",
                "Write a number as 1, a text as '\"text\"', an array as '[1,2]', and quote it for the shell.");
        }
    }

    /// <summary>The elements of <c>--items</c>, an input each.</summary>
    /// <exception cref="UsageException">It is no JSON array.</exception>
    internal static IEnumerable<string> Items(string text)
    {
        const string Remedy = "Give an array such as --items '[1,2,3]', quoted for the shell.";
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Array
                ? [.. json.RootElement.EnumerateArray().Select(item => item.GetRawText())]
                : throw new UsageException($"--items '{Shorten.Middle(text, 60)}' is no JSON array.", Remedy);
        }
        catch (Exception e) when (IsNoJson(e))
        {
            throw new UsageException($"--items '{Shorten.Middle(text, 60)}' is not JSON: {e.Message}", Remedy);
        }
    }

    // Half a character is no JSON either.
    private static bool IsNoJson(Exception e) => e is JsonException or ArgumentException;

    private static bool IsJsonString(string text)
    {
        if (text is not ['"', .., '"'])
        {
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.String;
        }
        catch (Exception e) when (IsNoJson(e))
        {
            return false;
        }
    }
}
