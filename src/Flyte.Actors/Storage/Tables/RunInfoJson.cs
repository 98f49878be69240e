using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flyte.Actors.Storage.Tables;

/// <summary>
/// How a run is written where it is listed: by names, so that a version that adds a property or a phase reads older rows. The last
/// property is the seal of those before, which a version that does not know it passes over.
/// </summary>
internal static class RunInfoJson
{
    private const string SealStart = ",\"seal\":\"";
    private const string SealEnd = "\"}";
    private const int SealLength = 2 * Seal.Size;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    internal static string Write(RunInfo run)
    {
        var json = JsonSerializer.Serialize(run, Options);
        return $"{json[..^1]}{SealStart}{SealOf(json)}{SealEnd}";
    }

    /// <summary>The run; null for what was not written so.</summary>
    /// <exception cref="JsonException">It was written so, by a version that knows more.</exception>
    internal static RunInfo? Read(string json)
    {
        var start = json.Length - SealEnd.Length - SealLength - SealStart.Length;
        if (start < 0 || !json.EndsWith(SealEnd, StringComparison.Ordinal) || string.CompareOrdinal(json, start, SealStart, 0, SealStart.Length) != 0)
        {
            return ReadUnsealed(json);
        }

        var inner = json[..start] + '}';
        return json.AsSpan(start + SealStart.Length, SealLength).SequenceEqual(SealOf(inner)) ? JsonSerializer.Deserialize<RunInfo>(inner, Options) : null;
    }

    // A version that knows no seals has written it, or nobody.
    private static RunInfo? ReadUnsealed(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<RunInfo>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string SealOf(string json) => Convert.ToHexStringLower(Seal.Of(Encoding.UTF8.GetBytes(json)));
}
