using System.Text.Json;

namespace Flyte.Actors.Payloads;

/// <summary>Values as they are recorded and sent: one JSON array. Immutable; a part of it is found without its type.</summary>
/// <param name="json">The array.</param>
/// <param name="count">How many values it has.</param>
/// <param name="beside">The name of what is stored beside the journal, when the array has yet to be read from there.</param>
internal sealed class PayloadBlock(ReadOnlyMemory<byte> json, int count, string? beside = null)
{
    private (int Start, int End)[]? places;

    /// <summary>Where one large value is stored beside the journal; null when it stands in it.</summary>
    internal string? Beside { get; set; } = beside;

    /// <summary>Whether the values have yet to be read from beside the journal.</summary>
    internal bool IsElsewhere => Beside is not null && Json.Length == 0;

    internal static PayloadBlock Empty { get; } = new("[]"u8.ToArray(), 0);

    internal ReadOnlyMemory<byte> Json { get; private set; } = json;

    /// <summary>
    /// Puts in what was stored beside the journal. What is stored there goes with its run: another run that takes the values over
    /// stores them anew.
    /// </summary>
    internal void Fill(ReadOnlyMemory<byte> stored) => (Json, Beside) = (stored, null);

    internal int Count { get; } = count;

    /// <exception cref="JsonException">The values are not of that type.</exception>
    internal T[] Decode<T>() => Count == 0 ? [] : JsonSerializer.Deserialize<T[]>(Json.Span, PayloadJson.Options)!;

    private (int Start, int End)[] Places => places ??= Split();

    /// <summary>The JSON of a value.</summary>
    internal ReadOnlyMemory<byte> Element(int index) => Json[Places[index].Start..Places[index].End];

    /// <summary>Some of the values.</summary>
    internal PayloadBlock Slice(int from, int length)
    {
        if (length == Count || length == 0)
        {
            return length == 0 ? Empty : this;
        }

        // What stands between the first and the last of them is the list as it was.
        var values = Json.Span[Places[from].Start..Places[from + length - 1].End];
        var slice = new byte[values.Length + 2];
        (slice[0], slice[^1]) = ((byte)'[', (byte)']');
        values.CopyTo(slice.AsSpan(1));
        return new PayloadBlock(slice, length);
    }

    private (int Start, int End)[] Split()
    {
        var split = new (int, int)[Count];
        var reader = new Utf8JsonReader(Json.Span);
        reader.Read();
        for (var i = 0; i < split.Length; i++)
        {
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            split[i] = (start, (int)reader.BytesConsumed);
        }

        return split;
    }
}
