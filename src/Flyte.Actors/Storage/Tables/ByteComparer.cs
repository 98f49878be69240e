namespace Flyte.Actors.Storage.Tables;

/// <summary>Arrays are equal when their bytes are, and in the order of these.</summary>
internal sealed class ByteComparer : IEqualityComparer<byte[]>, IComparer<byte[]>
{
    internal static ByteComparer Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj)
    {
        var hash = default(HashCode);
        hash.AddBytes(obj);
        return hash.ToHashCode();
    }

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}
