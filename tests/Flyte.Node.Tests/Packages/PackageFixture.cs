using Flyte.Node.Tests.Readme;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Packages;

/// <summary>Both packages, made and installed as the page says, in a directory of the test and with a version that nothing else has.</summary>
public sealed class PackageFixture : IAsyncLifetime, IDisposable
{
    private readonly TempDirectory directory = new();

    internal string Version { get; } = $"0.1.0-test.t{Guid.NewGuid():N}";

    internal string Root => directory.Path;

    /// <summary>What the last command of the page prints.</summary>
    internal string Printed { get; private set; } = "";

    internal string Library => Path.Combine(Root, "packages", $"Flyte.Actors.{Version}.nupkg");

    internal string Tool => Path.Combine(Root, "packages", $"Flyte.Node.{Version}.nupkg");

    public async Task InitializeAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // The page's commands are for a POSIX shell.
        }

        // Beside the sources that the machine has.
        directory.Write("nuget.config", """<configuration><packageSources><add key="own" value="packages" /></packageSources></configuration>""");
        var commands = Assert.Single(ReadmePage.Blocks, block => block is { Section: "Install", Language: "sh" }).Text;
        Assert.Contains("dotnet pack src/Flyte.Actors -o packages\n", commands, StringComparison.Ordinal);

        // The build is apart from that of the repository, whose files are in use, and leaves out what the repository's own build checks.
        Printed = await TypeAsync(commands
            .Replace(" -o packages", $" -o packages --artifacts-path '{Root}/built' -p:Version={Version} -p:RunAnalyzers=false -v q --nologo", StringComparison.Ordinal)
            .Replace("pack src/", $"pack {ReadmePage.Root}/src/", StringComparison.Ordinal)
            .Replace("--version 0.1.0", $"--version {Version}", StringComparison.Ordinal));
    }

    /// <summary>Writes a file.</summary>
    internal string Write(string name, string content) => directory.Write(name, content);

    /// <summary>Runs commands that succeed.</summary>
    /// <returns>What they print.</returns>
    internal async Task<string> TypeAsync(string commands)
    {
        var tmp = Directory.CreateDirectory(Path.Combine(Root, "tmp")).FullName;
        var (code, printed) = await ReadmeShell.TypeAsync(commands, Root, new()
        {
            ["XDG_DATA_HOME"] = Root,
            ["TMPDIR"] = tmp,
            ["PATH"] = $"{Path.GetDirectoryName(NodeProcess.Host)}:{Environment.GetEnvironmentVariable("PATH")}",
            ["DOTNET_ROOT"] = Path.IsPathRooted(NodeProcess.Host) ? Path.GetDirectoryName(NodeProcess.Host) : Environment.GetEnvironmentVariable("DOTNET_ROOT"),
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_NOLOGO"] = "1",
            ["MSBUILDTERMINALLOGGER"] = "off",

            // No server of a build outlives it, and none of the tests' own build is used.
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["UseSharedCompilation"] = "false",
            ["MSBuildSDKsPath"] = null,
            ["MSBuildExtensionsPath"] = null,
            ["MSBUILD_EXE_PATH"] = null,
        });
        Assert.True(code == 0, printed);
        return printed;
    }

    public Task DisposeAsync()
    {
        // What a restore has put into the machine's folder of packages.
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(home, ".nuget", "packages");
        foreach (var package in new[] { "flyte.actors", "flyte.node" }.Select(name => Path.Combine(packages, name)).Where(Directory.Exists))
        {
            if (Directory.Exists(Path.Combine(package, Version)))
            {
                Directory.Delete(Path.Combine(package, Version), recursive: true);
            }

            RemoveIfEmpty(package);
        }

        return Task.CompletedTask;
    }

    public void Dispose() => directory.Dispose();

    private static void RemoveIfEmpty(string package)
    {
        try
        {
            Directory.Delete(package);
        }
        catch (IOException)
        {
            // Other versions are there.
        }
    }
}
