namespace Flyte.Actors.Benchmarks;

/// <summary>The one place where the benchmarks choose a store.</summary>
internal static class Stores
{
    /// <summary>Where a server is at hand: its connection string.</summary>
    public const string PostgreSqlVariable = "FLYTE_BENCH_POSTGRES";

    /// <summary>A file, with full fsync.</summary>
    public static FlyteOptions Sqlite(string path) => new() { Store = FlyteStore.Sqlite(path) };

    /// <summary>A database of a server, which is asked to flush each commit.</summary>
    public static FlyteOptions PostgreSql(string connectionString) => new() { Store = FlyteStore.PostgreSql(connectionString) };
}
