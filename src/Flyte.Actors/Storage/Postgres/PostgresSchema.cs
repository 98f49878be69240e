using System.Globalization;
using Flyte.Actors.Storage.Tables;
using Npgsql;

namespace Flyte.Actors.Storage.Postgres;

/// <summary>Our own tables, made by the first process that opens the database.</summary>
internal static class PostgresSchema
{
    // Any number, the same for all that open a store: two at once would fail on the same table.
    private const long Turn = 0x466C797465;

    private const string Identity = "SELECT value FROM flyte_meta WHERE key = 'identity'";

    /// <summary>Waits until nobody else opens a store; the turn ends with the transaction.</summary>
    internal static string TakeTurn { get; } = $"SELECT pg_advisory_xact_lock({Turn})";

    /// <summary>Makes what is not there, and tells the identity of the store.</summary>
    /// <param name="connection">The connection to the database.</param>
    /// <param name="place">Where it is, for messages.</param>
    /// <param name="hold">Called when the tables are there; what it throws leaves everything as it was.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<string> PrepareAsync(
        NpgsqlConnection connection, string place, Func<Task> hold, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            if (await AskAsync("SELECT current_setting('transaction_read_only')").ConfigureAwait(false) is "on")
            {
                throw PostgresProblem.ReadOnly(place);
            }

            await AskAsync(TakeTurn).ConfigureAwait(false);
            if (await VersionAsync().ConfigureAwait(false) is var version && version > TableSchema.Version)
            {
                throw PostgresProblem.Newer(place, version, TableSchema.Version);
            }

            if (version < TableSchema.Version)
            {
                await AskAsync($"""
                    {TableSchema.For(text: "TEXT COLLATE \"C\"", blob: "BYTEA")}
                    INSERT INTO flyte_meta (key, value) VALUES ('schema', '{TableSchema.Version}')
                    ON CONFLICT (key) DO UPDATE SET value = excluded.value
                    """).ConfigureAwait(false);
            }

            // The first stores had none.
            if (await AskAsync("SELECT to_regclass('flyte_run_snapshots')::text").ConfigureAwait(false) is not string)
            {
                await AskAsync(TableSchema.ForSnapshots(text: "TEXT COLLATE \"C\"", blob: "BYTEA")).ConfigureAwait(false);
            }

            if (await AskAsync($"SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass('{TableSchema.Cache}') AND attname = '{TableSchema.SealColumn}'").ConfigureAwait(false) is not string)
            {
                await AskAsync(TableSchema.ForSeals(blob: "BYTEA")).ConfigureAwait(false);
            }

            if (await AskAsync(Identity).ConfigureAwait(false) is not string identity)
            {
                identity = Guid.NewGuid().ToString("N");
                await AskAsync($"INSERT INTO flyte_meta (key, value) VALUES ('identity', '{identity}')").ConfigureAwait(false);
            }

            await hold().ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return identity;
        }

        async Task<int> VersionAsync() =>
            await AskAsync("SELECT to_regclass('flyte_meta')::text").ConfigureAwait(false) is string
            && await AskAsync("SELECT value FROM flyte_meta WHERE key = 'schema'").ConfigureAwait(false) is string version
                ? int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw PostgresProblem.NoVersion(place, version)
                : 0;

        async Task<object?> AskAsync(string sql)
        {
            var command = new NpgsqlCommand(sql, connection);
            await using (command.ConfigureAwait(false))
            {
                return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
