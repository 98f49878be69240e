using System.Text.Json;
using Flyte.Actors;

namespace Flyte.Node.Output;

/// <summary>All that is known of a run, as a JSON object on a line.</summary>
internal static class RunJson
{
    internal static string Of(RunInfo run) => JsonText.Write(JsonText.OneLine, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", run.Id);
        writer.WriteString("task", run.Task);
        writer.WriteString("name", run.Name);
        writer.WriteString("rerunOf", run.RerunOf);
        writer.WriteStartObject("labels");
        foreach (var (key, value) in run.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
        writer.WriteString("phase", PhaseText.Of(run.Phase));
        WriteItems(writer, run.Items);
        writer.WriteNumber("concurrency", run.Concurrency);
        writer.WriteString("startedAt", run.StartedAt);
        Write(writer, "endedAt", run.EndedAt);
        writer.WriteString("notice", run.Notice);
        if (run.Error is null)
        {
            writer.WriteNull("error");
        }
        else
        {
            JsonError.Write(writer, run.Error, line: null);
        }

        writer.WriteEndObject();
    });

    private static void WriteItems(Utf8JsonWriter writer, ItemCounts items)
    {
        writer.WriteStartObject("items");
        writer.WriteNumber("total", items.Total);
        writer.WriteNumber("queued", items.Queued);
        writer.WriteNumber("running", items.Running);
        writer.WriteNumber("retrying", items.Retrying);
        writer.WriteNumber("succeeded", items.Succeeded);
        writer.WriteNumber("recovered", items.Recovered);
        writer.WriteNumber("failed", items.Failed);
        writer.WriteNumber("timedOut", items.TimedOut);
        writer.WriteNumber("aborted", items.Aborted);
        writer.WriteBoolean("moreToCome", items.MoreToCome);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            writer.WriteString(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
