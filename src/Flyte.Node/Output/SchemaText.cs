using System.Text.Json;

namespace Flyte.Node.Output;

/// <summary>What a JSON Schema allows, in a word as short as a type is written.</summary>
internal static class SchemaText
{
    private static readonly string[] WordsOfPlainText = ["$schema", "type", "title", "description", "default"];

    internal static string Of(JsonElement? schema) => schema is { } known ? Of(known) : "-";

    /// <summary>Whether every text is allowed, and nothing else but null.</summary>
    internal static bool IsPlainText(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object
        && Types(schema) is ["string"]
        && schema.EnumerateObject().All(word => WordsOfPlainText.Contains(word.Name, StringComparer.Ordinal));

    private static string Of(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return "any";
        }

        var types = Types(schema);
        var mayBeNull = Words(schema).Contains("null", StringComparer.Ordinal) ? "?" : "";
        return types switch
        {
            ["array"] => $"{Array(schema)}{mayBeNull}",
            [var one] => $"{one}{mayBeNull}",
            [] => schema.TryGetProperty("enum", out _) ? "string" : "any",
            _ => string.Join(" | ", types),
        };
    }

    private static string Array(JsonElement schema) =>
        schema.TryGetProperty("prefixItems", out var several) && several.ValueKind == JsonValueKind.Array ? $"({string.Join(", ", several.EnumerateArray().Select(Of))})"
        : schema.TryGetProperty("items", out var items) ? $"{Of(items)}[]"
        : "any[]";

    private static string[] Types(JsonElement schema) => [.. Words(schema).Where(type => type is not "null")];

    private static IEnumerable<string> Words(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.String ? [type.GetString()!]
        : type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!)
        : [];
}
