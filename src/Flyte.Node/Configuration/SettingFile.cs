using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Flyte.Node.Commands;
using Flyte.Node.Inputs;

namespace Flyte.Node.Configuration;

/// <summary>
/// A file of settings: JSON, with comments and commas at the ends. What stands in it is taken as it is written, or not at all: no byte of
/// it is replaced, and nothing is taken for a default.
/// </summary>
/// <param name="name">Its name as it was given.</param>
internal sealed class SettingFile(string name)
{
    private const int MostBytes = 1024 * 1024;

    private static readonly JsonReaderOptions Form = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly Dictionary<string, Setting> settings = new(StringComparer.OrdinalIgnoreCase);

    private string Named => $"{SettingSources.FileOption} '{name}'";

    /// <summary>Its settings by their paths.</summary>
    /// <exception cref="UsageException">There is no such file, or it cannot be read.</exception>
    internal Dictionary<string, Setting> Read(NodeConsole console)
    {
        var json = Json(console);
        try
        {
            var reader = new Utf8JsonReader(json, Form);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw Unusable("Top-level JSON element must be an object.");
            }

            ReadObject(ref reader, "", json);
            reader.Read();
            return settings;
        }
        catch (JsonException e)
        {
            throw new UsageException(
                $"{Named} is not JSON in line {e.LineNumber + 1}: {Reason(e)}",
                "Correct that line or the one before it; comments and trailing commas are allowed.");
        }
    }

    // The rest of the message counts lines from zero. A word that is none is told with all that follows it, which may be a password.
    private static string Reason(JsonException malformed) =>
        malformed.Message.Contains("invalid JSON literal", StringComparison.Ordinal)
            ? "There is a word that is none of true, false and null, or a text without its quotes."
            : malformed.Message.Split(" LineNumber: ", 2, StringSplitOptions.None)[0];

    private byte[] Json(NodeConsole console)
    {
        using var stream = ArgumentFile.Open(SettingSources.FileOption, name, console, "Give a JSON file such as config/laptop.json.");
        var bytes = new byte[MostBytes + 1];
        int length;
        try
        {
            length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (IOException e)
        {
            throw Unusable(e.Message);
        }

        if (length > MostBytes)
        {
            throw Unusable(string.Create(CultureInfo.InvariantCulture, $"It is larger than {MostBytes:N0} bytes."));
        }

        var text = bytes.AsSpan(0, length);
        text = text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        return Utf8.IsValid(text) ? text.ToArray() : throw Unusable($"Line {BadLine(text)} is not text in UTF-8.");
    }

    // No character has the byte of a line's end in it.
    private static int BadLine(ReadOnlySpan<byte> text)
    {
        var line = 1;
        foreach (var part in text.Split((byte)'\n'))
        {
            if (!Utf8.IsValid(text[part]))
            {
                break;
            }

            line++;
        }

        return line;
    }

    private void ReadObject(ref Utf8JsonReader reader, string path, byte[] json)
    {
        var isEmpty = true;
        for (; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; isEmpty = false)
        {
            var below = Below(path, Text(ref reader, json));
            reader.Read();
            ReadValue(ref reader, below, json);
        }

        if (isEmpty && path.Length > 0)
        {
            Add(path, value: null, empty: "{}");
        }
    }

    private void ReadArray(ref Utf8JsonReader reader, string path, byte[] json)
    {
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            ReadValue(ref reader, Below(path, count.ToString(CultureInfo.InvariantCulture)), json);
        }

        if (count == 0)
        {
            Add(path, value: null, empty: "[]");
        }
    }

    private void ReadValue(ref Utf8JsonReader reader, string path, byte[] json)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadObject(ref reader, path, json);
                break;
            case JsonTokenType.StartArray:
                ReadArray(ref reader, path, json);
                break;
            case JsonTokenType.String:
                Add(path, Text(ref reader, json));
                break;
            case JsonTokenType.Null:
                Add(path, value: null);
                break;
            default:
                Add(path, Encoding.UTF8.GetString(reader.ValueSpan));
                break;
        }
    }

    private string Text(ref Utf8JsonReader reader, byte[] json)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            var line = json.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n') + 1;
            throw Unusable($"In line {line} there is half of a character, which is written as two \\u.");
        }
    }

    private static string Below(string path, string part) => path.Length == 0 ? part : $"{path}:{part}";

    private void Add(string path, string? value, string? empty = null)
    {
        if (!settings.TryAdd(path, new Setting(path, value, Named) { IsOfFile = true, Empty = empty }))
        {
            throw Unusable($"A duplicate key '{Setting.Shown(path)}' was found.");
        }
    }

    private UsageException Unusable(string why) =>
        new($"{Named} cannot be used: {why}", "Give a JSON object that holds each setting once, such as { \"runtime\": { \"runAhead\": 65536 } }.");
}
