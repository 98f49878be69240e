using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flyte.Actors.Payloads;

namespace Flyte.Actors.Tasks;

/// <summary>What the inputs and results of a task are in JSON, as JSON Schema 2020-12; made when somebody asks, and once.</summary>
internal sealed class TaskSchemas
{
    private readonly Lazy<JsonElement?> input;
    private readonly Lazy<JsonElement?> output;

    /// <param name="input">The type of the input.</param>
    /// <param name="output">The type of the result.</param>
    /// <param name="parameters">The inputs as the code names them; empty where that is not known.</param>
    /// <param name="result">What the code returns; null where that is not known.</param>
    /// <param name="mayBeNull">Whether null is a result.</param>
    internal TaskSchemas(Type input, Type output, IReadOnlyList<ParameterInfo> parameters, ParameterInfo? result, bool mayBeNull)
    {
        this.input = new(() => Make(input, node => Name(node, parameters)));
        this.output = new(() => Make(output, node => Annotate(mayBeNull ? SchemaNulls.Allow(node) : node, result, output)));
    }

    /// <summary>Null for a task without inputs.</summary>
    internal JsonElement? Input => input.Value;

    /// <summary>Null for a task without a result.</summary>
    internal JsonElement? Output => output.Value;

    private static JsonElement? Make(Type type, Func<JsonNode, JsonNode> complete) =>
        type == typeof(Nothing) ? null : JsonSerializer.SerializeToElement(Root(type, complete), PayloadJson.Options);

    private static JsonObject Root(Type type, Func<JsonNode, JsonNode> complete)
    {
        var root = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema" };
        try
        {
            foreach (var (name, value) in complete(PayloadSchema.Of(type)) as JsonObject ?? [])
            {
                root[name] = value?.DeepClone();
            }
        }
#pragma warning disable CA1031 // A type of the user's, its attributes and its converters may throw anything; its task runs all the same.
        catch (Exception e)
#pragma warning restore CA1031
        {
            root["$comment"] = $"What {type} is in JSON is not known: {e.GetBaseException().Message}";
        }

        return root;
    }

    private static JsonNode Annotate(JsonNode node, ParameterInfo? result, Type type)
    {
        if (result is null)
        {
            return node;
        }

        var info = new NullabilityInfoContext().Create(result);
        return SchemaNulls.Annotate(node, result.ParameterType != type && info.GenericTypeArguments is [var value] ? value : info);
    }

    private static JsonNode Name(JsonNode node, IReadOnlyList<ParameterInfo> parameters)
    {
        if (parameters.Count == 1)
        {
            return Describe(node, parameters[0]);
        }

        if (node is JsonObject schema && schema["prefixItems"] is JsonArray items && items.Count == parameters.Count)
        {
            for (var i = 0; i < items.Count; i++)
            {
                var item = items[i]!;
                items[i] = null;
                item = Describe(item, parameters[i]);
                items[i] = item as JsonObject ?? [];
                items[i]!["title"] = parameters[i].Name;
            }
        }

        return node;
    }

    private static JsonNode Describe(JsonNode node, ParameterInfo parameter) =>
        SchemaTexts.Describe(SchemaNulls.Annotate(node, new NullabilityInfoContext().Create(parameter)), SchemaTexts.Of(parameter));
}
