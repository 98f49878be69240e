using System.Security.Cryptography;
using System.Text;
using Akka.Persistence.Sql.Config;
using Flyte.Actors.Storage.Tables;
using LinqToDB;
using Npgsql;

namespace Flyte.Actors.Storage.Postgres;

/// <summary>A store in a PostgreSQL database, which several processes may have open.</summary>
internal sealed class PostgresStore : OpenStore
{
    private const int Writers = 3;

    // Events are numbered before they are committed: one that is missing may come for as long as its transaction takes.
    private const int GapTries = 50;

    private readonly DataOptions options;
    private readonly string connectionString;

    private PostgresStore(string connectionString, string provider, DataOptions options)
        : base(StorePlugins.Config(new PluginTuning(provider, Writers, "unspecified", GapTries)), new TableDatabase(options), new TableDatabase(options))
    {
        this.options = options;
        this.connectionString = connectionString;
    }

    internal static async Task<PostgresStore> OpenAsync(string address, Durability durability, CancellationToken cancellationToken)
    {
        var place = PostgresAddress.Show(address);
        var tuned = PostgresConnections.Tuned(address, durability);
        var connection = new NpgsqlConnection(tuned);
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                await PostgresSchema.PrepareAsync(connection, place, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                throw PostgresProblem.Of(place, e);
            }

            var provider = connection.PostgreSqlVersion.Major >= 15 ? ProviderName.PostgreSQL15 : ProviderName.PostgreSQL95;
            return new PostgresStore(tuned, provider, new DataOptions().UseConnectionString(provider, tuned));
        }
    }

    // The database may be far away; what this process was doing is noted on its own machine.
    internal override string InHandFile
    {
        get
        {
            var address = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(connectionString)))[..16];
            return Path.Combine(Path.GetTempPath(), $"flyte-{address}.inhand");
        }
    }

    internal override void AddTo(MultiDataOptionsSetup setup)
    {
        setup.AddDataOptions(StorePlugins.Journal, options);
        setup.AddDataOptions(StorePlugins.Query, options);
    }

    private protected override ValueTask CloseAsync()
    {
        using var connection = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }
}
