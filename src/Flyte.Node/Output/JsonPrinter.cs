using System.Text.Json;
using Flyte.Actors;

namespace Flyte.Node.Output;

/// <summary>For machines: a JSON object a line, one for each item.</summary>
internal sealed class JsonPrinter(Screen screen) : ResultPrinter(screen)
{
    internal override void Item(ItemResult<JsonElement> result, int? line) => WriteObject(writer =>
    {
        writer.WriteNumber("index", result.Index);
        if (result.IsSuccess)
        {
            writer.WritePropertyName("value");
            result.Value.WriteTo(writer);
        }
        else
        {
            WriteError(writer, result.Error, line);
        }
    });

    internal override void Reduced(ItemResult<JsonElement> result) => WriteObject(writer =>
    {
        if (result.IsSuccess)
        {
            writer.WritePropertyName("reduced");
            result.Value.WriteTo(writer);
        }
        else
        {
            writer.WriteNull("reduced");
            WriteError(writer, result.Error, line: null);
        }
    });

    private static void WriteError(Utf8JsonWriter writer, ItemError error, int? line)
    {
        writer.WriteStartObject("error");
        writer.WriteString("kind", error.Kind switch
        {
            ErrorKind.User => "user",
            ErrorKind.System => "system",
            _ => "unknown",
        });
        writer.WriteString("code", error.Code);
        writer.WriteString("message", error.Message);
        writer.WriteString("task", error.Task);
        writer.WriteString("input", error.Input);
        if (line is { } number)
        {
            writer.WriteNumber("line", number);
        }

        writer.WriteNumber("attempts", error.Attempts);
        writer.WriteNumber("elapsedMs", Math.Round(error.Elapsed.TotalMilliseconds, 3));
        writer.WriteEndObject();
    }

    private void WriteObject(Action<Utf8JsonWriter> write) => Screen.WriteLine(JsonText.Write(JsonText.OneLine, writer =>
    {
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
    }));
}
