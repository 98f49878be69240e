using System.Reflection;
using System.Text.Json.Nodes;

namespace Flyte.Actors.Payloads;

/// <summary>Where null is a value, as the code's nullable annotations say.</summary>
internal static class SchemaNulls
{
    private const string Null = "null";

    /// <summary>The schema of values or null.</summary>
    internal static JsonNode Allow(JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return node; // Whatever it is: null is among it.
        }

        if (schema.ContainsKey("$ref"))
        {
            return new JsonObject { ["anyOf"] = new JsonArray(schema.DeepClone(), OnlyNull()) };
        }

        if (schema["anyOf"] is JsonArray any)
        {
            if (!any.Any(one => one is JsonObject { Count: 1 } only && Types(only).Contains(Null, StringComparer.Ordinal)))
            {
                any.Add(OnlyNull());
            }

            return schema;
        }

        if (schema["enum"] is JsonArray values && values.All(value => value is not null))
        {
            values.Add(null);
        }

        if (Types(schema) is { Length: > 0 } types && !types.Contains(Null, StringComparer.Ordinal))
        {
            schema["type"] = new JsonArray([.. types, Null]);
        }

        return schema;
    }

    /// <summary>The schema of what a property gives.</summary>
    internal static JsonNode Annotate(JsonNode node, ICustomAttributeProvider? property) => property switch
    {
        PropertyInfo of => AnnotateParts(node, new NullabilityInfoContext().Create(of)),
        FieldInfo of => AnnotateParts(node, new NullabilityInfoContext().Create(of)),
        _ => node,
    };

    /// <summary>The schema of what is annotated so.</summary>
    internal static JsonNode Annotate(JsonNode node, NullabilityInfo info)
    {
        node = AnnotateParts(node, info);
        return info.ReadState == NullabilityState.Nullable ? Allow(node) : node;
    }

    // System.Text.Json looks at properties, and not at what lists, maps and tuples are of.
    private static JsonNode AnnotateParts(JsonNode node, NullabilityInfo info)
    {
        if (node is JsonObject schema)
        {
            switch (info)
            {
                case { ElementType: { } element }:
                    AnnotatePart(schema, "items", element);
                    break;
                case { GenericTypeArguments: { Length: > 0 } parts } when schema["prefixItems"] is JsonArray items && items.Count == parts.Length:
                    foreach (var (i, part) in parts.Index())
                    {
                        var item = items[i]!;
                        items[i] = null;
                        items[i] = Annotate(item, part);
                    }

                    break;
                case { GenericTypeArguments: [var element] }:
                    AnnotatePart(schema, "items", element);
                    break;
                case { GenericTypeArguments: [_, var value] }:
                    AnnotatePart(schema, "additionalProperties", value);
                    break;
            }
        }

        return node;
    }

    private static void AnnotatePart(JsonObject schema, string name, NullabilityInfo info)
    {
        if (schema[name] is { } part)
        {
            schema[name] = null;
            schema[name] = Annotate(part, info);
        }
    }

    private static JsonObject OnlyNull() => new() { ["type"] = Null };

    private static string[] Types(JsonObject schema) => schema["type"] switch
    {
        JsonArray types => [.. types.Select(type => type!.GetValue<string>())],
        { } type => [type.GetValue<string>()],
        null => [],
    };
}
