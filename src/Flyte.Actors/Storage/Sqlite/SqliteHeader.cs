using System.Buffers.Binary;

namespace Flyte.Actors.Storage.Sqlite;

/// <summary>Looks into a file without the means to change it: SQLite itself may write to what it only reads.</summary>
internal static class SqliteHeader
{
    /// <summary>Marks a database as ours ("Flyt").</summary>
    internal const int ApplicationId = 0x466C7974;

    private const int Length = 100;
    private const int VersionPlace = 60;
    private const int ApplicationPlace = 68;

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>Whether the file is a database already; one that is missing or empty is to become one.</summary>
    /// <exception cref="StoreException">It is none of ours, or cannot be used.</exception>
    internal static bool Check(string path, int version)
    {
        Span<byte> header = stackalloc byte[Length];
        int length;
        try
        {
            if (!File.Exists(path))
            {
                return Directory.Exists(path) ? throw SqliteProblem.NoDatabase(path) : false;
            }

            // Root may write to it all the same, and still nobody wants it to be changed.
            if (IsReadOnly(path))
            {
                throw SqliteProblem.NotWritable(path);
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            length = file.ReadAtLeast(header, Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SqliteProblem.NotWritable(path, e);
        }

        return length != 0 && IsOurs(path, header[..length], version);
    }

    private static bool IsOurs(string path, ReadOnlySpan<byte> header, int version)
    {
        if (header.Length < Length || !header.StartsWith(Magic))
        {
            throw SqliteProblem.NoDatabase(path);
        }

        if (BinaryPrimitives.ReadInt32BigEndian(header[ApplicationPlace..]) != ApplicationId)
        {
            throw SqliteProblem.Foreign(path);
        }

        var found = BinaryPrimitives.ReadInt32BigEndian(header[VersionPlace..]);
        return found <= version ? true : throw SqliteProblem.Newer(path, found, version);
    }

    private static bool IsReadOnly(string path) => OperatingSystem.IsWindows()
        ? new FileInfo(path).IsReadOnly
        : (File.GetUnixFileMode(path) & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == UnixFileMode.None;
}
