namespace Flyte.Actors.Benchmarks;

/// <summary>
/// The one place where the benchmarks choose a store. Until the runtime has stores it records in memory, and the benchmarks say so:
/// nothing is read again by another runtime.
/// </summary>
internal static class Stores
{
    /// <summary>Where a server is at hand: its connection string.</summary>
    public const string PostgreSqlVariable = "FLYTE_BENCH_POSTGRES";

    /// <summary>A file, with full fsync.</summary>
    public static FlyteOptions Sqlite(string path) => In(path);

    /// <summary>A database of a server, which is asked to flush each commit.</summary>
    public static FlyteOptions PostgreSql(string connectionString) => In(connectionString);

    private static FlyteOptions In(string store) =>
        store.Length > 0 ? new FlyteOptions() : throw new ArgumentException("A store has a name.", nameof(store));
}
