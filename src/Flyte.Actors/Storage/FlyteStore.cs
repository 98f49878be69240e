using Flyte.Actors.Storage;
using Flyte.Actors.Storage.Postgres;

namespace Flyte.Actors;

/// <summary>Where runs are recorded. Two that name the same place are equal; nothing is opened by making one.</summary>
public sealed record FlyteStore
{
    private FlyteStore(StoreKind kind, string location = "") => (Kind, Location) = (kind, location);

    /// <summary>In memory: everything is forgotten when the process ends.</summary>
    public static FlyteStore Memory { get; } = new(StoreKind.Memory);

    internal StoreKind Kind { get; }

    /// <summary>The full path of a SQLite file, or a connection string with its password.</summary>
    internal string Location { get; }

    /// <summary>
    /// In SQLite files, for one process at a time: the file of that path and others beside it, with <c>.snapshots</c>,
    /// <c>.index</c> and <c>.lock</c> in their names. They and their folder are created when the store is opened.
    /// </summary>
    /// <param name="path">The file, such as <c>data/flyte.db</c>; a relative path starts at the current directory.</param>
    /// <exception cref="ArgumentException">The path is empty, or cannot be the path of a file.</exception>
    public static FlyteStore Sqlite(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (path.Contains('\0', StringComparison.Ordinal) || Path.EndsInDirectorySeparator(path))
        {
            throw new ArgumentException($"'{path}' is not the path of a file: name one, such as 'data/flyte.db'.", nameof(path));
        }

        return new FlyteStore(StoreKind.Sqlite, Path.GetFullPath(path));
    }

    /// <summary>
    /// In a PostgreSQL database, for one process at a time, or for the nodes of one cluster, which hold it by an advisory lock of a
    /// connection of their own. Its tables, named <c>flyte_…</c>, are created when it is opened.
    /// </summary>
    /// <remarks>
    /// When the database goes away, runs pause, and the lock is taken again when it is back. Should another process, or another
    /// cluster, have opened it first, this one records nothing any more, stops its runs, and says so. What it had sent to the database
    /// before it noticed may still be committed: nothing that is recorded is damaged by that, and items that both processes have begun
    /// run twice. A pooler of connections that hands out a session to several clients (PgBouncer in transaction mode) breaks the lock:
    /// name the server itself.
    /// </remarks>
    /// <param name="connectionString">
    /// A connection string of Npgsql (<c>Host=…;Username=…;Password=…;Database=…</c>), or a URI
    /// (<c>postgresql://user:password@host:port/database</c>).
    /// </param>
    /// <exception cref="ArgumentException">It is neither, or names no host.</exception>
    public static FlyteStore PostgreSql(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return new FlyteStore(StoreKind.PostgreSql, PostgresAddress.Parse(connectionString));
    }

    /// <summary>
    /// Reads a setting: <c>memory</c>, a URI <c>postgresql://…</c>, a connection string with <c>Host=</c>, or else the path of a
    /// SQLite file.
    /// </summary>
    /// <param name="text">The setting.</param>
    /// <exception cref="ArgumentException">It is empty, or none of these.</exception>
    public static FlyteStore Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var trimmed = text.Trim();
        return string.Equals(trimmed, "memory", StringComparison.OrdinalIgnoreCase) ? Memory
            : PostgresAddress.IsOne(trimmed) ? PostgreSql(trimmed)
            : PostgresAddress.IsMeant(trimmed) ? throw PostgresAddress.Mistyped
            : Sqlite(trimmed);
    }

    /// <summary>The place without its password.</summary>
    public override string ToString() => Kind switch
    {
        StoreKind.Memory => "memory",
        StoreKind.Sqlite => Location,
        _ => PostgresAddress.Show(Location),
    };
}
