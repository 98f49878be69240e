using System.Globalization;
using Npgsql;

namespace Flyte.Actors.Storage.Postgres;

/// <summary>A connection that nothing else is done on, and the lock that the server keeps for as long as it is there: alone, or shared by a cluster.</summary>
internal sealed class HoldSession : IAsyncDisposable
{
    private const int Attempts = 10;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(100);

    private const int LongestAnswer = 10;

    // Any number, with that of a table of the store: two schemas of a database are two stores.
    internal const string Key = $"1181510004, {Table}::int";

    private const string MemberKey = $"1181510005, {Table}::int";
    private const string Table = "to_regclass('flyte_meta')::oid";

    private const string Locks = $"""
        FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND granted AND objid = {Table} AND objsubid = 2
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()
        """;

    private const string Others = $"{Locks} AND classid = 1181510004::oid";

    private const string Cluster = "SELECT value FROM flyte_meta WHERE key = 'cluster'";
    private const string Own = "application_name = current_setting('application_name')";

    private bool saysMember;

    private HoldSession(NpgsqlConnection connection) => Connection = connection;

    internal NpgsqlConnection Connection { get; }

    /// <summary>The connection string of a hold, which says who holds.</summary>
    internal static string Address(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Pooling = false,
        Multiplexing = false,
        KeepAlive = 0,
        ApplicationName = string.Create(
            CultureInfo.InvariantCulture, $"flyte {Guid.NewGuid().ToString("N")[..8]} of process {Environment.ProcessId} on {Environment.MachineName}"),
    }.ConnectionString;

    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    internal static async Task<HoldSession> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var session = new HoldSession(new NpgsqlConnection(connectionString));
        try
        {
            await session.Connection.OpenAsync(cancellationToken).ConfigureAwait(false);

            // Of a machine that is gone without a word the server lets go after half a minute, and not after two hours.
            await session.AskAsync("SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3", cancellationToken)
                .ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes the lock; otherwise who has it. It waits a little for a process that has just ended, and for a session of its own that was lost.</summary>
    /// <param name="cluster">The cluster that shares it, when this is done in a turn of its own; null to have it alone.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task<Holder?> TakeAsync(string? cluster, CancellationToken cancellationToken)
    {
        for (var attempt = 1; !await TryAsync(cluster, cancellationToken).ConfigureAwait(false); attempt++)
        {
            await AskAsync($"SELECT pg_terminate_backend(pid) {Others} AND {Own}", cancellationToken).ConfigureAwait(false);
            if (attempt == Attempts)
            {
                return new Holder(
                    await AskAsync($"SELECT application_name {Others}", cancellationToken).ConfigureAwait(false) as string ?? "",
                    await AskAsync($"{Cluster} AND EXISTS (SELECT 1 {Others} AND mode = 'ShareLock')", cancellationToken).ConfigureAwait(false) as string);
            }

            await Task.Delay(BetweenAttempts, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Takes the lock as one of those who share it, unless a cluster of another name does.</summary>
    internal async Task<Holder?> TakeInTurnAsync(string? cluster, CancellationToken cancellationToken)
    {
        if (cluster is null)
        {
            return await TakeAsync(cluster, cancellationToken).ConfigureAwait(false);
        }

        var transaction = await Connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await AskAsync(PostgresSchema.TakeTurn, cancellationToken).ConfigureAwait(false);
            var holder = await TakeAsync(cluster, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return holder;
        }
    }

    /// <summary>Waits for so long, and sees whether the session is still there.</summary>
    /// <param name="wait">How long.</param>
    /// <param name="isMember">Whether it says from now on that its process is a member of a cluster.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NpgsqlException">It is not, which is told at once where that is known.</exception>
    internal async Task LookAsync(TimeSpan wait, bool isMember, CancellationToken cancellationToken)
    {
        if (isMember && !saysMember)
        {
            await AskAsync($"SELECT pg_try_advisory_lock_shared({MemberKey})", cancellationToken).ConfigureAwait(false);
            saysMember = true;
        }

        await Connection.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
        await AskAsync("SELECT 1", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The name of a session that says that its process is a member, and is another one; null if there is none.</summary>
    internal static async Task<string?> FindMemberAsync(NpgsqlConnection connection, string session)
    {
        var command = new NpgsqlCommand($"SELECT application_name {Locks} AND classid = 1181510005::oid AND application_name <> $1", connection) { CommandTimeout = LongestAnswer };
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = session });
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync().ConfigureAwait(false) as string;
        }
    }

    /// <summary>Lets go before it ends: the server would do so a moment after that.</summary>
    internal async Task LetGoAsync()
    {
        try
        {
            await AskAsync("SELECT pg_advisory_unlock_all()::text", CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // It is gone already.
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    // The first node of a cluster gives the store its name, which the others find there for as long as one of them has it.
    private async Task<bool> TryAsync(string? cluster, CancellationToken cancellationToken)
    {
        if (cluster is null)
        {
            return await AskAsync($"SELECT pg_try_advisory_lock({Key})", cancellationToken).ConfigureAwait(false) is true;
        }

        if (await AskAsync($"SELECT pg_try_advisory_lock_shared({Key})", cancellationToken).ConfigureAwait(false) is not true)
        {
            return false;
        }

        if (await AskAsync($"SELECT pid {Others} AND NOT {Own}", cancellationToken).ConfigureAwait(false) is null)
        {
            await AskAsync(
                "INSERT INTO flyte_meta (key, value) VALUES ('cluster', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                cancellationToken,
                cluster).ConfigureAwait(false);
            return true;
        }

        if (await AskAsync(Cluster, cancellationToken).ConfigureAwait(false) is string theirs && theirs == cluster)
        {
            return true;
        }

        await AskAsync($"SELECT pg_advisory_unlock_shared({Key})", cancellationToken).ConfigureAwait(false);
        return false;
    }

    private async Task<object?> AskAsync(string sql, CancellationToken cancellationToken, string? value = null)
    {
#pragma warning disable CA2100 // No word of it comes from outside.
        var command = new NpgsqlCommand(sql, Connection) { CommandTimeout = LongestAnswer };
#pragma warning restore CA2100
        if (value is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>Who has a database.</summary>
/// <param name="Session">The name of its session; empty when it has gone meanwhile.</param>
/// <param name="Cluster">The cluster that shares it; null when a process has it alone.</param>
internal sealed record Holder(string Session, string? Cluster);
