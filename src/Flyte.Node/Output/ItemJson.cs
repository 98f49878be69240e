using Flyte.Actors;

namespace Flyte.Node.Output;

/// <summary>An item of a run, as a JSON object on a line.</summary>
internal static class ItemJson
{
    internal static string Of(RunItem item) => JsonText.Write(JsonText.OneLine, writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("index", item.Index);
        writer.WriteString("phase", PhaseText.Of(item.Phase));
        writer.WriteNumber("attempts", item.Attempts);
        writer.WritePropertyName("input");
        writer.WriteRawValue(item.Input ?? "null");
        if (item.Result is not null)
        {
            writer.WritePropertyName("value");
            writer.WriteRawValue(item.Result);
        }

        if (item.Error is not null)
        {
            JsonError.Write(writer, item.Error, line: null);
        }

        if (item.NextAttemptAt is { } due)
        {
            writer.WriteString("nextAttemptAt", due);
        }

        writer.WriteEndObject();
    });
}
