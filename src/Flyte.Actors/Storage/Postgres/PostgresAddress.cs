using Npgsql;

namespace Flyte.Actors.Storage.Postgres;

/// <summary>The ways to name a PostgreSQL database, all read into the connection string of Npgsql.</summary>
internal static class PostgresAddress
{
    private static readonly string[] Schemes = ["postgresql://", "postgres://"];
    private static readonly string[] HostKeys = ["Host", "Server"];

    internal static bool IsOne(string text) => IsUri(text) || text.Split(';').Any(part =>
        part.Split('=', 2) is [var key, _] && HostKeys.Contains(key.Trim(), StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether a text that names no database was meant to. As the path of a file it would be shown, with the password that may be in it.</summary>
    internal static bool IsMeant(string text) => text.Contains("://", StringComparison.Ordinal) || HasUser(text) || text.Split(';').Any(part =>
        part.Split('=', 2) is [var key, _] && key.Trim().ToUpperInvariant() is "PASSWORD" or "PWD" or "PSW" or "USERNAME" or "USER ID" or "USER NAME" or "USER");

    // As in 'postgres:me:password@host'; 'C:' is a disk.
    private static bool HasUser(string text) => text.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon && text.IndexOf('@', colon) > 0;

    /// <summary>What is wrong with such a text, which is not repeated.</summary>
    internal static ArgumentException Mistyped => new(
        "The store looks like the address of a database, and is none: write 'postgresql://user:password@host:port/database' or 'Host=…;Username=…;Password=…;Database=…'.");

    /// <exception cref="ArgumentException">The text names no database.</exception>
    internal static string Parse(string text)
    {
        var builder = IsUri(text) ? FromUri(text) : FromString(text);
        return string.IsNullOrEmpty(builder.Host)
            ? throw Refused("it names no host: add 'Host=…'")
            : Ordered(builder).ConnectionString;
    }

    /// <summary>Where the database is, for messages: everything but the password.</summary>
    internal static string Show(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgresql://{builder.Username}{(builder.Username is null ? "" : "@")}{builder.Host}:{builder.Port}/{builder.Database}";
    }

    private static bool IsUri(string text) => Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    // Whatever the order of the keys and their spelling: one database, one string.
    private static NpgsqlConnectionStringBuilder Ordered(NpgsqlConnectionStringBuilder builder)
    {
        var ordered = new NpgsqlConnectionStringBuilder();
        foreach (var key in builder.Keys.Cast<string>().Where(builder.ShouldSerialize).Order(StringComparer.Ordinal))
        {
            ordered[key] = builder[key];
        }

        return ordered;
    }

    private static NpgsqlConnectionStringBuilder FromString(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // The exception's own text may repeat a part of the string, and so of the password.
            throw Refused("it is no connection string of Npgsql, 'Host=…;Username=…;Password=…;Database=…'");
        }
    }

    private static NpgsqlConnectionStringBuilder FromUri(string text)
    {
        // What stands behind the host is shown. A password with '/', '?' or '#' in it, not written as %XX, would end there.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Fragment.Length > 0 || (uri.UserInfo.Length == 0 && text.Contains('@', StringComparison.Ordinal)))
        {
            throw Refused("it is no URI of the form 'postgresql://user:password@host:port/database'; write special characters as %XX");
        }

        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(uri.Host) };
        builder.Port = uri.Port > 0 ? uri.Port : builder.Port;
        builder.Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null;
        builder.Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null;
        builder.Database = uri.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(uri.AbsolutePath[1..]) : null;
        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            Set(builder, option);
        }

        return builder;
    }

    private static void Set(NpgsqlConnectionStringBuilder builder, string option)
    {
        var (key, value) = option.Split('=', 2) is [var name, var text] ? (name, Uri.UnescapeDataString(text)) : (option, "");
        try
        {
            builder[key] = value;
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or FormatException or InvalidCastException)
        {
            throw Refused($"its option '{key}' is unknown to Npgsql, or its value is not one of those allowed");
        }
    }

    private static ArgumentException Refused(string why) => new($"The PostgreSQL database cannot be named so: {why}.");
}
