using System.Globalization;

namespace Flyte.Actors.Tests.Support;

/// <summary>Where the programs of PostgreSQL are on this machine.</summary>
internal static class PostgresBinaries
{
    private const string Remedy = "install the package 'postgresql' (on Debian: apt-get install postgresql), or put its programs on PATH";

    /// <summary>The folder with initdb and pg_ctl, the newest version of it; null where there is none.</summary>
    internal static string? Folder { get; } = Find();

    /// <summary>Why tests that need a server do not run, or null when they do. Where the server is required they fail instead.</summary>
    internal static string? SkipReason =>
        Folder is not null || IsRequired ? null : $"There are no programs of PostgreSQL here: {Remedy}.";

    private static bool IsRequired => Environment.GetEnvironmentVariable("FLYTE_REQUIRE_POSTGRES") == "1";

    internal static string Require() => Folder
        ?? throw new InvalidOperationException($"FLYTE_REQUIRE_POSTGRES=1, and there are no programs of PostgreSQL here: {Remedy}.");

    private static string? Find()
    {
        var installed = new DirectoryInfo("/usr/lib/postgresql");
        var versions = installed.Exists ? installed.GetDirectories() : [];
        return versions.OrderByDescending(v => int.TryParse(v.Name, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Select(v => Path.Combine(v.FullName, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(folder => IsThere(Path.Combine(folder, "initdb")) && IsThere(Path.Combine(folder, "pg_ctl")));
    }

    // A link to what is not there any more is a file too.
    private static bool IsThere(string path) => File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true)?.Exists != false;
}
