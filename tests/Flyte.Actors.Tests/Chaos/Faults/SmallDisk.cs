using System.Diagnostics;
using System.Globalization;
using Flyte.Actors.Tests.Support;

namespace Flyte.Actors.Tests.Chaos.Faults;

/// <summary>A disk of its own in memory, which only the processes see that enter it. It is there for as long as a process in it, and that for as long as this one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int ChunkSize = 1 << 16;
    private const string Remedy = "Tests of a full disk need Linux, the package 'util-linux' and the right to mount: run them as root, or where users may make namespaces of their own.";

    private readonly Process keeper;
    private readonly string fromOutside;
    private readonly string ballast;

    private SmallDisk(Process keeper, string folder, IReadOnlyList<string> spaces)
    {
        (this.keeper, Folder) = (keeper, folder);
        var number = keeper.Id.ToString(CultureInfo.InvariantCulture);
        Enter = ["nsenter", "--target", number, .. spaces];
        fromOutside = $"/proc/{number}/root{folder}";
        ballast = Path.Combine(fromOutside, "ballast");
    }

    /// <summary>Where it is, for those that have entered.</summary>
    internal string Folder { get; }

    /// <summary>The beginning of a command that sees it.</summary>
    internal IReadOnlyList<string> Enter { get; }

    /// <summary>Makes one.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="size">Its size, as mount takes it.</param>
    /// <exception cref="InvalidOperationException">The machine does not allow it.</exception>
    internal static async Task<SmallDisk> CreateAsync(string folder, string size)
    {
        var isRoot = Environment.IsPrivilegedProcess;
        string[] user = isRoot ? [] : ["--user", "--map-root-user"];
        var inside = Process.Start(new ProcessStartInfo(
            "unshare", [.. user, "--mount", "sh", "-c", "mount -t tmpfs -o size=$0 flyte \"$1\" && echo in && exec cat", size, folder])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        if (await inside.StandardOutput.ReadLineAsync().Soon() == "in")
        {
            return new SmallDisk(inside, folder, isRoot ? ["--mount"] : ["--user", "--preserve-credentials", "--mount"]);
        }

        var said = await inside.StandardError.ReadToEndAsync().Soon();
        inside.Dispose();
        throw new InvalidOperationException($"This machine lets the tests make no disk of their own: {said.Trim()} {Remedy}");
    }

    /// <summary>Leaves no room on it.</summary>
    internal void Fill()
    {
        using var file = File.OpenHandle(ballast, FileMode.Create, FileAccess.Write);
        var chunk = new byte[ChunkSize];
        try
        {
            for (var at = 0L; ; at += ChunkSize)
            {
                RandomAccess.Write(file, chunk, at);
            }
        }
        catch (IOException)
        {
            // Now it is full.
        }
    }

    /// <summary>Makes room again.</summary>
    internal void Empty() => File.Delete(ballast);

    /// <summary>Copies the files that begin so to a folder that others see too.</summary>
    internal void CopyTo(string folder, string name)
    {
        foreach (var file in Directory.GetFiles(fromOutside, name + "*"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    public void Dispose()
    {
        keeper.StandardInput.Close();
        keeper.WaitForExit();
        keeper.Dispose();
    }
}
