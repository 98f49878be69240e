using System.Data.Common;
using System.Threading.Channels;
using LinqToDB;
using LinqToDB.Data;

namespace Flyte.Actors.Storage.Tables;

/// <summary>
/// The database of our own tables. All reading and writing is done on threads of the .NET pool, whatever the provider does
/// synchronously. There is one writer: what is asked for while it commits is committed together after that.
/// </summary>
internal sealed class TableDatabase : IAsyncDisposable
{
    private const int MostInTransaction = 256;
    private const int MostAttempts = 10;

    private readonly DataOptions options;
    private readonly Channel<Write> queue = Channel.CreateBounded<Write>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly Task writer;

    internal TableDatabase(DataOptions options)
    {
        this.options = options;
        writer = Task.Run(WriteAllAsync);
    }

    internal Task<T> ReadAsync<T>(Func<DataConnection, Task<T>> read) => Task.Run(async () =>
    {
        await using var connection = new DataConnection(options);
        return await read(connection).ConfigureAwait(false);
    });

    /// <summary>Ends when what was written is committed. It may be tried twice, so that it must be idempotent.</summary>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    internal async Task WriteAsync(Func<DataConnection, Task> write)
    {
        var entry = new Write(write);
        try
        {
            await queue.Writer.WriteAsync(entry).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new ObjectDisposedException("The store is closed: nothing can be written to it any more.", e);
        }

        await entry.Done.Task.ConfigureAwait(false);
    }

    /// <summary>Writes what was asked for until now, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writer.ConfigureAwait(false);
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<Write>();
        while (await queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < MostInTransaction && queue.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
            }

            if (await CommitAsync(batch).ConfigureAwait(false) is { } failure)
            {
                await CommitAloneAsync(batch, failure).ConfigureAwait(false);
            }

            batch.Clear();
        }
    }

    // What cannot be written, or was in another's way, must not take its neighbours with it.
    private async Task CommitAloneAsync(List<Write> batch, Exception failure)
    {
        foreach (var entry in batch)
        {
            var own = batch.Count == 1 ? failure : await CommitAsync([entry]).ConfigureAwait(false);
            for (var attempt = 1; own is not null && IsConflict(own) && attempt < MostAttempts; attempt++)
            {
                own = await CommitAsync([entry]).ConfigureAwait(false);
            }

            if (own is not null)
            {
                entry.Done.TrySetException(own);
            }
        }
    }

    // Two processes that write the same rows in another order wait for each other, until the server ends one of the transactions.
    private static bool IsConflict(Exception e) => e.GetBaseException() is DbException { SqlState: "40P01" or "40001" };

    private async Task<Exception?> CommitAsync(List<Write> batch)
    {
        try
        {
            await using var connection = new DataConnection(options);
            await using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
            foreach (var entry in batch)
            {
                await entry.Work(connection).ConfigureAwait(false);
            }

            await transaction.CommitAsync().ConfigureAwait(false);
            batch.ForEach(entry => entry.Done.TrySetResult());
            return null;
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to those who wait for this.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }

    private sealed record Write(Func<DataConnection, Task> Work)
    {
        internal TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
