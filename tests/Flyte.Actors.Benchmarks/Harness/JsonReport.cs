using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flyte.Actors.Benchmarks;

/// <summary>A report for programs: one JSON object a line.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Of(Report report)
    {
        var text = new StringBuilder();
        foreach (var row in report.Rows)
        {
            text.Append(JsonSerializer.Serialize(row, Options)).Append('\n');
        }

        return text.ToString();
    }
}
