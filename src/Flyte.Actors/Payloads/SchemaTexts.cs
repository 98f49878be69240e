using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Flyte.Actors.Payloads;

/// <summary>What schemas say for people: the code's <see cref="DescriptionAttribute"/>s, and what the numbers of an enumeration mean.</summary>
internal static class SchemaTexts
{
    private const string Key = "description";

    internal static JsonNode Describe(JsonNode node, JsonSchemaExporterContext context, Type type)
    {
        var property = context.PropertyInfo;
        return (Of(property?.AttributeProvider) ?? Of(property?.AssociatedParameter?.AttributeProvider) ?? Of(type) ?? Numbers(node, type)) is { } text
            ? Describe(node, text)
            : node;
    }

    /// <summary>The schema with a description, where one is given.</summary>
    internal static JsonNode Describe(JsonNode node, string? text)
    {
        if (text is null)
        {
            return node;
        }

        var schema = node as JsonObject ?? [];
        schema[Key] = text;
        return schema;
    }

    /// <summary>What the code says of a thing; null for nothing.</summary>
    internal static string? Of(ICustomAttributeProvider? thing) =>
        thing?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: true) is [DescriptionAttribute { Description.Length: > 0 } said, ..] ? said.Description : null;

    private static string? Numbers(JsonNode node, Type type) => type.IsEnum && node is JsonObject schema && !schema.ContainsKey("enum")
        ? string.Join(", ", Enum.GetNames(type).Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} = {Enum.Format(type, Enum.Parse(type, name), "D")}")))
        : null;
}
