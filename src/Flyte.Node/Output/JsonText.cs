using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Flyte.Node.Output;

/// <summary>JSON as this program writes it: readable characters stay as they are, and nothing is broken over lines.</summary>
internal static class JsonText
{
    private const int MostInOneLine = 100;

    internal static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Indented = OneLine with { Indented = true };

    internal static string String(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    internal static string Compact(JsonElement value) => Write(OneLine, value.WriteTo);

    /// <summary>The value in one line where it is short, else indented.</summary>
    internal static string Pretty(JsonElement value) => Compact(value) is { Length: <= MostInOneLine } line ? line : Write(Indented, value.WriteTo);

    internal static string Array(IReadOnlyList<JsonElement> values) => Write(OneLine, writer =>
    {
        writer.WriteStartArray();
        foreach (var value in values)
        {
            value.WriteTo(writer);
        }

        writer.WriteEndArray();
    });

    internal static string Write(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
