using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flyte.Actors.Storage.Tables;

/// <summary>How a run is written where it is listed: by names, so that a version that adds a property or a phase reads older rows.</summary>
internal static class RunInfoJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    internal static string Write(RunInfo run) => JsonSerializer.Serialize(run, Options);

    internal static RunInfo Read(string json) => JsonSerializer.Deserialize<RunInfo>(json, Options)!;
}
