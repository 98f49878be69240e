using System.Text.Json;
using Flyte.Actors;

namespace Flyte.Node.Output;

/// <summary>Errors for machines.</summary>
internal static class JsonError
{
    /// <summary>Writes the property <c>error</c>.</summary>
    /// <param name="writer">In the middle of an object.</param>
    /// <param name="error">What happened.</param>
    /// <param name="line">The line that the item's input stood on, if it did.</param>
    internal static void Write(Utf8JsonWriter writer, ItemError error, int? line)
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
}
