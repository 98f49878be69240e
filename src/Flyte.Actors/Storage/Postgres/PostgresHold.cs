using Npgsql;

namespace Flyte.Actors.Storage.Postgres;

/// <summary>
/// Holds a database for this process, or for the cluster that it is a node of, by a lock of a session of its own, which ends with the
/// process, however that ends.
/// </summary>
/// <remarks>
/// When the session is lost, because the server was restarted or the network failed, this is noticed at once or within seconds, and no
/// connection to the store is opened until the lock has been taken again. Should another process, or another cluster, have taken it by then, this one writes
/// nothing any more. What remains is a transaction that began on another connection before the loss was noticed: it may still be
/// committed beside the new owner. Both then have written an event of one number, which the journal refuses to one of them.
/// </remarks>
internal sealed class PostgresHold : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(500);

    private readonly string pool;
    private readonly string connectionString;
    private readonly string place;
    private readonly string? cluster;
    private readonly Lock gate = new();
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource<StoreException> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile HoldSession? held;
    private Task? taking;
    private Task watching = Task.CompletedTask;
    private volatile bool isMember;

    private PostgresHold(string pool, string place, string? cluster) =>
        (this.pool, connectionString, this.place, this.cluster) = (pool, HoldSession.Address(pool), place, cluster);

    /// <summary>Ends when another process has taken the database over.</summary>
    internal Task<StoreException> Lost => lost.Task;

    /// <summary>Of the server.</summary>
    internal Version Version { get; private set; } = new();

    /// <summary>Of the store, from its first opening on.</summary>
    internal string Identity { get; private set; } = "";

    /// <summary>The name of its session.</summary>
    internal string Session => new NpgsqlConnectionStringBuilder(connectionString).ApplicationName!;

    /// <summary>From the next look at the session on, others see that this process is a member of its cluster.</summary>
    internal void SetMember() => isMember = true;

    /// <summary>Makes the tables of the store, unless they are there, and holds it.</summary>
    /// <exception cref="StoreException">Another process holds it, or its tables cannot be used; nothing of it was changed.</exception>
    /// <exception cref="NpgsqlException">The database cannot be used.</exception>
    /// <param name="pool">The connection string of those that use the store.</param>
    /// <param name="place">Where the database is, for messages.</param>
    /// <param name="cluster">The name of the cluster that shares it; null when this process has it alone.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<PostgresHold> TakeAsync(string pool, string place, string? cluster, CancellationToken cancellationToken)
    {
        var hold = new PostgresHold(pool, place, cluster);
        var session = await HoldSession.OpenAsync(hold.connectionString, cancellationToken).ConfigureAwait(false);
        try
        {
            hold.Identity = await PostgresSchema.PrepareAsync(session.Connection, place, TakeAsync, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        (hold.held, hold.Version) = (session, session.Connection.PostgreSqlVersion);
        hold.watching = Task.Run(hold.WatchAsync, CancellationToken.None);
        return hold;

        async Task TakeAsync()
        {
            if (await session.TakeAsync(cluster, cancellationToken).ConfigureAwait(false) is { } other)
            {
                throw PostgresProblem.InUse(place, other);
            }
        }
    }

    /// <summary>Ends when the database is held, before a connection to it is opened.</summary>
    /// <exception cref="StoreException">Another process has taken it over.</exception>
    /// <exception cref="NpgsqlException">It cannot be reached.</exception>
    internal Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (held is not null)
        {
            return Task.CompletedTask;
        }

        lock (gate)
        {
            if (taking is null or { IsCompleted: true })
            {
                taking = Task.Run(TakeAgainAsync, CancellationToken.None);
            }

            return taking.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (closing.IsCancellationRequested)
        {
            return;
        }

        await closing.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        await (taking ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ClearPool();
        if (held is { } session)
        {
            held = null;
            await session.LetGoAsync().ConfigureAwait(false);
        }

        closing.Dispose();
    }

    private async Task TakeAgainAsync()
    {
        if (held is not null)
        {
            return;
        }

        if (lost.Task.IsCompletedSuccessfully)
        {
            throw PostgresProblem.TakenOver(lost.Task.Result);
        }

        var session = await HoldSession.OpenAsync(connectionString, closing.Token).ConfigureAwait(false);
        try
        {
            if (await session.TakeInTurnAsync(cluster, closing.Token).ConfigureAwait(false) is { } other)
            {
                var problem = PostgresProblem.TakenOver(place, other);
                lost.TrySetResult(problem);
                throw problem;
            }
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        ClearPool();
        held = session;
    }

    // The connections from before the loss are of no use, whether they know it yet or not.
    private void ClearPool()
    {
        using var connection = new NpgsqlConnection(pool);
        NpgsqlConnection.ClearPool(connection);
    }

    private async Task WatchAsync()
    {
        while (!closing.IsCancellationRequested && !lost.Task.IsCompleted)
        {
            try
            {
                await EnsureAsync(closing.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever keeps the database away: it is tried again until it is back, or somebody else has it.
            catch
#pragma warning restore CA1031
            {
                await Task.Delay(BetweenAttempts, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            await StayAsync(held!).ConfigureAwait(false);
        }
    }

    // Ends with the session, or with the hold, which then lets go of the session.
    private async Task StayAsync(HoldSession session)
    {
        try
        {
            while (true)
            {
                await session.LookAsync(BetweenLooks, isMember, closing.Token).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // Whatever it ends with.
        catch
#pragma warning restore CA1031
        {
            if (!closing.IsCancellationRequested)
            {
                held = null;
                await session.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
