using Microsoft.Data.Sqlite;

namespace Flyte.Actors.Storage.Sqlite;

/// <summary>Why a store in files cannot be opened, and what to do.</summary>
internal static class SqliteProblem
{
    private const int Busy = 5;
    private const int ReadOnlyFile = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotDatabase = 26;

    internal static StoreException NoFolder(string path, string folder, Exception cause) => new(
        $"The store '{path}' cannot be opened: its folder '{folder}' cannot be made: {cause.Message.TrimEnd('.')}. Name a folder that this user may write to.",
        cause);

    internal static StoreException InUse(SqliteFiles files, Exception cause) => new(
        $"The store '{files.Journal}' is used by another process, which holds '{files.Lock}'. End that process, or name "
        + "another file.",
        cause);

    internal static StoreException NotWritable(string path, Exception? cause = null) => new(
        $"The store cannot be opened: '{path}' is read-only or cannot be written to. Give this user the right to write to the file and "
        + "its folder, or name another place.",
        cause);

    internal static StoreException NoDatabase(string path, Exception? cause = null) => new(
        $"The store cannot be opened: '{path}' is not a SQLite database. Nothing in it was changed: name another file, or move this one.",
        cause);

    internal static StoreException Foreign(string path) => new(
        $"The store cannot be opened: '{path}' is the SQLite database of another program. Nothing in it was changed: name another file.");

    internal static StoreException Newer(string path, int version, int known) => new(
        $"The store cannot be opened: '{path}' was written by a newer version of Flyte.Actors (its format is {version}, this version knows "
        + $"{known}). Nothing in it was changed: use the newer version, or name another file.");

    internal static StoreException Of(string path, SqliteException cause) => cause.SqliteErrorCode switch
    {
        NotDatabase => NoDatabase(path, cause),
        ReadOnlyFile or CannotOpen => NotWritable(path, cause),
        Full => new StoreException(
            $"The store cannot be opened: there is no room on the disk for '{path}'. Make room, or name another place.", cause),
        InputOutput => new StoreException(
            $"The store cannot be opened: the disk of '{path}' answers with an error ({cause.SqliteExtendedErrorCode} of SQLite). See whether it "
            + "has room and is in order.",
            cause),
        Busy => new StoreException(
            $"The store cannot be opened: '{path}' is locked by another program. End that program.", cause),
        Corrupt => new StoreException(
            $"The store cannot be opened: '{path}' is damaged. Put a backup in its place, or move it and begin anew.", cause),
        _ => new StoreException($"The store cannot be opened: '{path}': {cause.Message} Name another file, or put a backup in its place.", cause),
    };
}
