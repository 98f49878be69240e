using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Akka.Persistence.Sql.Config;
using Flyte.Actors.Storage.Tables;
using LinqToDB;
using Npgsql;

namespace Flyte.Actors.Storage.Postgres;

/// <summary>A store in a PostgreSQL database, for one process or one cluster at a time.</summary>
internal sealed class PostgresStore : OpenStore
{
    private const int Writers = 3;

    // Events are numbered before they are committed: one that is missing may come for as long as its transaction takes.
    private const int GapTries = 50;

    private const int MostOfOneName = 16;

    private readonly DataOptions options;
    private readonly PostgresHold hold;
    private readonly string connectionString;
    private readonly string? node;

    private PostgresStore(string connectionString, string provider, DataOptions options, PostgresHold hold, StoreCluster? cluster)
        : base(
            StorePlugins.Config(new PluginTuning(provider, Writers, "unspecified", GapTries)),
            new TableDatabase(options),
            new TableDatabase(options),
            isShared: cluster is not null)
    {
        node = cluster?.Node;
        this.options = options;
        this.hold = hold;
        this.connectionString = connectionString;
    }

    internal static async Task<PostgresStore> OpenAsync(
        string address, Durability durability, StoreCluster? cluster, CancellationToken cancellationToken)
    {
        var place = PostgresAddress.Show(address);
        var tuned = PostgresConnections.Tuned(address, durability);
        try
        {
            var taken = await PostgresHold.TakeAsync(tuned, place, cluster?.Name, cancellationToken).ConfigureAwait(false);
            var provider = taken.Version.Major >= 15 ? ProviderName.PostgreSQL15 : ProviderName.PostgreSQL95;
            var connections = new DataOptions().UseConnectionString(provider, tuned)
                .UseBeforeConnectionOpened(_ => taken.EnsureAsync(CancellationToken.None).GetAwaiter().GetResult(), (_, stop) => taken.EnsureAsync(stop));
            return new PostgresStore(tuned, provider, connections, taken, cluster);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw PostgresProblem.Of(place, e);
        }
    }

    internal override Task<StoreException> Lost => hold.Lost;

    internal override string Identity => hold.Identity;

    internal override string Place => PostgresAddress.Show(connectionString);

    internal override void SetMember() => hold.SetMember();

    internal override async Task<string?> FindMemberAsync()
    {
        await hold.EnsureAsync(CancellationToken.None).ConfigureAwait(false);
        var connection = new NpgsqlConnection(connectionString);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync().ConfigureAwait(false);
            return await HoldSession.FindMemberAsync(connection, hold.Session).ConfigureAwait(false);
        }
    }

    // The database may be far away; what this process was doing is noted on its own machine. A process that has lost the database, and
    // has not ended, has its file for as long as it is there.
    internal override IReadOnlyList<string> InHandFiles
    {
        get
        {
            var user = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{connectionString}{node}")))[..16];
            return [.. Enumerable.Range(1, MostOfOneName).Select(i => Path.Combine(Path.GetTempPath(), $"flyte-{user}{(i == 1 ? "" : $"-{i}")}.inhand"))];
        }
    }

    internal override DbConnection ConnectToSnapshots() => new NpgsqlConnection(connectionString);

    internal override void AddTo(MultiDataOptionsSetup setup)
    {
        setup.AddDataOptions(StorePlugins.Journal, options);
        setup.AddDataOptions(StorePlugins.Query, options);
    }

    private protected override ValueTask CloseAsync() => hold.DisposeAsync();
}
