using System.Net.Sockets;
using Npgsql;

namespace Flyte.Actors.Storage.Postgres;

/// <summary>Why a PostgreSQL database cannot be used as a store, and what to do. No message has a password in it.</summary>
internal static class PostgresProblem
{
    internal static StoreException Newer(string place, int version, int known) => new(
        $"The store {place} was written by a newer version of Flyte.Actors (its format is {version}, this version knows {known}). "
        + "Nothing in it was changed: use the newer version, or name another database.");

    internal static StoreException NoVersion(string place, string version) => new(
        $"The store {place} is damaged: its table flyte_meta has '{(version.Length > 60 ? version[..60] + "…" : version)}' as the version of its format, which is no number. Put a backup in its "
        + "place, or name another database.");

    internal static StoreException ReadOnly(string place, Exception? cause = null) => new(
        $"The store {place} is read-only: name the primary server rather than a standby, and let default_transaction_read_only be off.", cause);

    internal static StoreException InUse(string place, Holder holder) => new(
        $"The store {place} is used by another process{Named(holder).TrimEnd(',')}. End {(holder.Cluster is null ? "that process" : "all nodes of that cluster")}, "
        + "or name another database, or another schema by 'Search Path='.");

    internal static StoreException TakenOver(string place, Holder holder) => new(
        $"The store {place} was away, and another process{Named(holder)} has it since it is back: this one records nothing any more, and has "
        + "stopped its runs, which go on there. Let one process, or one cluster, at a time use a store.");

    internal static StoreException TakenOver(StoreException first) => new(first.Message, first);

    internal static StoreException Of(string place, Exception cause) => cause switch
    {
        PostgresException refused => Refused(place, refused),
        _ when cause is TimeoutException || cause.InnerException is SocketException or TimeoutException => new StoreException(
            $"The store {place} cannot be reached: {(cause.InnerException ?? cause).Message}. Start the server, or correct host and port.", cause),
        _ => new StoreException($"The store {place} cannot be opened: {cause.Message}. See whether a PostgreSQL server answers there.", cause),
    };

    private static string Named(Holder holder) =>
        (holder.Session.Length == 0 ? "" : $" ('{holder.Session}')") + (holder.Cluster is { } cluster ? $", a node of the cluster '{cluster}'," : "");

    private static StoreException Refused(string place, PostgresException cause) => cause.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new StoreException(
            $"The store {place} refuses its user: {cause.MessageText}. Correct user name and password, or the server's pg_hba.conf.", cause),
        PostgresErrorCodes.InvalidCatalogName => new StoreException(
            $"The store {place} is not there: {cause.MessageText}. Create the database (CREATE DATABASE …), or name another one.", cause),
        PostgresErrorCodes.InsufficientPrivilege => new StoreException(
            $"The store {place} refuses its user: {cause.MessageText}. Grant the user CREATE and USAGE on the schema.", cause),
        PostgresErrorCodes.TooManyConnections => new StoreException(
            $"The store {place} has no connection left: {cause.MessageText}. Raise max_connections, or lower Maximum Pool Size.", cause),
        PostgresErrorCodes.CannotConnectNow => new StoreException(
            $"The store {place} is starting or stopping: {cause.MessageText}. Try again in a moment.", cause),
        PostgresErrorCodes.DiskFull => new StoreException(
            $"The store {place} has no room on its disk: {cause.MessageText}. Make room on the server.", cause),
        PostgresErrorCodes.ReadOnlySqlTransaction => ReadOnly(place, cause),
        _ => new StoreException($"The store {place} cannot be opened: {cause.SqlState}: {cause.MessageText}.", cause),
    };
}
