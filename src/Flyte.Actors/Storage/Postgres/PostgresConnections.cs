using Npgsql;

namespace Flyte.Actors.Storage.Postgres;

/// <summary>How connections to a database are made: what its user did not say is set for many small transactions.</summary>
internal static class PostgresConnections
{
    // Of the 100 connections that a server allows, so that a cluster of four nodes fits.
    private const int PoolSize = 20;

    internal static string Tuned(string connectionString, Durability durability)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        var tuned = new NpgsqlConnectionStringBuilder(connectionString);
        SetUnlessGiven("Maximum Pool Size", PoolSize);
        SetUnlessGiven("No Reset On Close", true);
        SetUnlessGiven("Max Auto Prepare", 50);
        SetUnlessGiven("Application Name", "flyte");
        SetUnlessGiven("Keepalive", 30);
        if (durability == Durability.Normal)
        {
            tuned.Options = $"{given.Options} -c synchronous_commit=off".TrimStart();
        }

        return tuned.ConnectionString;

        void SetUnlessGiven(string key, object value)
        {
            if (!given.ContainsKey(key) || !given.ShouldSerialize(key))
            {
                tuned[key] = value;
            }
        }
    }
}
