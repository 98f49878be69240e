using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Flyte.Actors.Tasks;

/// <summary>Makes the keys of a task's results from the JSON of its inputs.</summary>
internal sealed class CacheKeys(string task, string version, IgnoredInputs? ignored) : IDisposable
{
    // No name and no version has such a byte: what stands before it cannot be taken for what stands behind.
    private static readonly byte[] Separator = [0xFF];

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] head = [.. Encoding.UTF8.GetBytes(task), .. Separator, .. Encoding.UTF8.GetBytes(version), .. Separator];

    internal CacheKey Of(ReadOnlySpan<byte> json)
    {
        hash.AppendData(head);
        switch (ignored)
        {
            case { Positions: { } positions }:
                AppendElements(json, positions);
                break;
            case { Names: { } names } when json[0] == '{':
                AppendProperties(json, names);
                break;
            default:
                hash.AppendData(json);
                break;
        }

        Span<byte> digest = stackalloc byte[CacheKey.Size];
        hash.GetHashAndReset(digest);
        return CacheKey.Of(digest);
    }

    public void Dispose() => hash.Dispose();

    private void AppendElements(ReadOnlySpan<byte> json, IReadOnlySet<int> without)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!without.Contains(i))
            {
                hash.AppendData(json[start..(int)reader.BytesConsumed]);
            }

            hash.AppendData(Separator);
        }
    }

    private void AppendProperties(ReadOnlySpan<byte> json, IReadOnlyList<byte[]> without)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var start = (int)reader.TokenStartIndex;
            var isLeftOut = IsAmong(ref reader, without);
            reader.Read();
            reader.Skip();
            if (!isLeftOut)
            {
                hash.AppendData(json[start..(int)reader.BytesConsumed]);
                hash.AppendData(Separator);
            }
        }
    }

    private static bool IsAmong(ref Utf8JsonReader reader, IReadOnlyList<byte[]> names)
    {
        foreach (var name in names)
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }
}
