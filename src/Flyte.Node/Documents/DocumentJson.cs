using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flyte.Node.Documents;

/// <summary>JSON as the web API speaks it and the command line prints it: camel-case names, readable characters as they are, on one line.</summary>
internal static class DocumentJson
{
    /// <summary>What is not known is refused, not passed over: it may be a mistyped name.</summary>
    internal static JsonSerializerOptions Options { get; } = Create(JsonUnmappedMemberHandling.Disallow);

    /// <summary>For what a node has written, which may be of a later version: what is not known is passed over.</summary>
    internal static JsonSerializerOptions Known { get; } = Create(JsonUnmappedMemberHandling.Skip);

    internal static string Write<TDocument>(TDocument document) => JsonSerializer.Serialize(document, Options);

    /// <summary>Sets the same on options that are not ours.</summary>
    internal static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }

    private static JsonSerializerOptions Create(JsonUnmappedMemberHandling unknown)
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.UnmappedMemberHandling = unknown;
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
