using Akka.Configuration;
using Akka.Persistence.Sql.Config;
using LinqToDB;
using Npgsql;

namespace Flyte.Actors.Storage.Postgres;

/// <summary>A store in a PostgreSQL database, which several processes may have open.</summary>
internal sealed class PostgresStore : OpenStore
{
    private readonly string connectionString;
    private readonly string provider;

    private PostgresStore(string connectionString, string provider)
    {
        this.connectionString = connectionString;
        this.provider = provider;
        Config = StorePlugins.Config(new PluginTuning(provider, Writers: 3, ReadIsolation: "unspecified", GapTries: 50));
    }

    internal override Config Config { get; }

    internal static async Task<PostgresStore> OpenAsync(string address, Durability durability, CancellationToken cancellationToken)
    {
        var tuned = PostgresConnections.Tuned(address, durability);
        var connection = new NpgsqlConnection(tuned);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            var dialect = connection.PostgreSqlVersion.Major >= 15 ? ProviderName.PostgreSQL15 : ProviderName.PostgreSQL95;
            return new PostgresStore(tuned, dialect);
        }
    }

    internal override void AddTo(MultiDataOptionsSetup setup)
    {
        setup.AddDataOptions(StorePlugins.Journal, Options());
        setup.AddDataOptions(StorePlugins.Query, Options());
        setup.AddDataOptions(StorePlugins.Snapshots, Options());
    }

    public override ValueTask DisposeAsync()
    {
        using var connection = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }

    private DataOptions Options() => new DataOptions().UseConnectionString(provider, connectionString);
}
