using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flyte.Actors.Payloads;

/// <summary>How inputs and results are written as JSON: camel-case names, tuples as arrays, NaN and infinities by name.</summary>
internal static class PayloadJson
{
    internal const int MaxShownCharacters = 1024;

    internal static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The value as JSON for a person to read, or null when it cannot be written.</summary>
    internal static string? Show<T>(T value) => TryWrite(value) is { } json ? Cut(json) : null;

    /// <summary>The value as JSON, or null when it cannot be written.</summary>
    internal static string? TryWrite<T>(T value)
    {
        try
        {
            return JsonSerializer.Serialize(value, Options);
        }
#pragma warning disable CA1031 // A converter or a property of the user's may throw anything; who shows it must not fail on it.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>JSON for a person to read, cut where it gets too long.</summary>
    internal static string Cut(string json) =>
        json.Length <= MaxShownCharacters ? json : string.Concat(json.AsSpan(0, MaxShownCharacters), "…");

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            PropertyNameCaseInsensitive = true,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new TupleConverterFactory() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
