using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Flyte.Actors.Payloads;

/// <summary>
/// Describes types as JSON Schema 2020-12, as <see cref="PayloadJson"/> writes their values. Of those with converters of their own
/// System.Text.Json knows nothing: tuples are put in here.
/// </summary>
internal sealed class PayloadSchema
{
    private readonly string at;
    private readonly IReadOnlyDictionary<Type, string> above;
    private readonly JsonSchemaExporterOptions options;

    private PayloadSchema(string at, IReadOnlyDictionary<Type, string> above)
    {
        (this.at, this.above) = (at, above);
        options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Complete };
    }

    /// <summary>The schema of a type by itself, in which null is no value of a reference type.</summary>
    /// <exception cref="Exception">Its values cannot be written.</exception>
    internal static JsonNode Of(Type type) => new PayloadSchema("#", new Dictionary<Type, string>()).Export(type);

    private JsonNode Export(Type type) => PayloadJson.Options.GetJsonSchemaAsNode(type, options);

    private JsonNode Complete(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = Plain(context.TypeInfo.Type);
        if (node is JsonObject schema && schema["$ref"]?.GetValue<string>() is { } reference)
        {
            schema["$ref"] = at + reference[1..]; // What a tuple is made of is exported by itself.
        }
        else if (IsTuple(type))
        {
            node = OfTuple(type, Pointer(context.Path));
        }
        else if (node is JsonObject list && KeyOfParts(context.TypeInfo) is { } key && !list.ContainsKey(key) && IsTuple(Plain(context.TypeInfo.ElementType!)))
        {
            // Of parts that may be anything the exporter says nothing.
            var part = OfTuple(Plain(context.TypeInfo.ElementType!), $"{Pointer(context.Path)}/{key}");
            list[key] = Plain(context.TypeInfo.ElementType!) == context.TypeInfo.ElementType ? part : SchemaNulls.Allow(part);
        }

        if (type != context.TypeInfo.Type)
        {
            node = SchemaNulls.Allow(node);
        }

        return SchemaTexts.Describe(SchemaNulls.Annotate(node, context.PropertyInfo?.AttributeProvider), context, type);
    }

    private JsonObject OfTuple(Type tuple, string here)
    {
        if (above.TryGetValue(tuple, out var known))
        {
            return new JsonObject { ["$ref"] = known };
        }

        var below = new Dictionary<Type, string>(above) { [tuple] = here };
        var parts = new JsonArray();
        foreach (var (i, part) in tuple.GetGenericArguments().Index())
        {
            parts.Add(new PayloadSchema($"{here}/prefixItems/{i}", below).Export(part));
        }

        var count = parts.Count;
        return new JsonObject { ["type"] = "array", ["prefixItems"] = parts, ["minItems"] = count, ["maxItems"] = count };
    }

    private static string? KeyOfParts(JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Enumerable => "items",
        JsonTypeInfoKind.Dictionary => "additionalProperties",
        _ => null,
    };

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool IsTuple(Type type) => type.IsValueType && type.IsGenericType && typeof(ITuple).IsAssignableFrom(type);

    private string Pointer(ReadOnlySpan<string> path)
    {
        var pointer = at;
        foreach (var part in path)
        {
            pointer += $"/{part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
        }

        return pointer;
    }
}
