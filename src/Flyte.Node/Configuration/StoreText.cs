using Flyte.Actors;
using Flyte.Node.Commands;

namespace Flyte.Node.Configuration;

/// <summary>Stores as they are written in settings and on the command line.</summary>
internal static class StoreText
{
    /// <summary>The store of who gives none: a file in the user's data folder.</summary>
    internal const string Default = "default";

    internal const string Form = "the path of a file, postgresql://user:password@host/database, or memory";

    /// <summary>Reads a store; a relative path starts at the console's directory.</summary>
    /// <exception cref="ArgumentException">It is none; the message does not repeat it.</exception>
    internal static FlyteStore Parse(string text, NodeConsole console)
    {
        var trimmed = text.Trim();
        if (string.Equals(trimmed, Default, StringComparison.OrdinalIgnoreCase))
        {
            return console.DefaultStore();
        }

        var place = trimmed.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), trimmed[2..])
            : trimmed;
        var store = FlyteStore.Parse(place);
        return FileOf(store) == Path.GetFullPath(place) ? FlyteStore.Sqlite(Path.GetFullPath(place, console.Directory)) : store;
    }

    /// <summary>The file that a store is in; null when it is in none.</summary>
    internal static string? FileOf(FlyteStore store) => store.ToString() is var place && Path.IsPathRooted(place) ? place : null;

    /// <summary>The file <c>flyte/flyte.db</c> in the user's data folder, such as <c>~/.local/share</c>.</summary>
    /// <exception cref="UsageException">The user has no such folder.</exception>
    internal static FlyteStore OfUser()
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0
            ? FlyteStore.Sqlite(Path.Combine(data, "flyte", "flyte.db"))
            : throw new UsageException("This user has no data folder to record runs in.", $"Give {StoreOption.OptionName} FILE, or set HOME.");
    }
}
