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
            JsonError.Write(writer, result.Error, line);
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
            JsonError.Write(writer, result.Error, line: null);
        }
    });

    private void WriteObject(Action<Utf8JsonWriter> write) => Screen.WriteLine(JsonText.Write(JsonText.OneLine, writer =>
    {
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
    }));
}
