using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Flyte.Actors.Tests.Support;

/// <summary>A network of its own, which is there for as long as a process in it, and that for as long as this one.</summary>
internal sealed class NetSpace : IDisposable
{
    private const string Remedy =
        "Tests of partitions need Linux, the packages 'iproute2' and 'util-linux', and the right to make network namespaces: run them as root "
        + "(in a container with the capabilities SYS_ADMIN and NET_ADMIN), or where users may make namespaces of their own.";

    private readonly Process keeper;

    private NetSpace(Process keeper, IReadOnlyList<string> spaces) => (this.keeper, Enter) =
        (keeper, ["nsenter", "--target", keeper.Id.ToString(CultureInfo.InvariantCulture), .. spaces]);

    /// <summary>The process that keeps it.</summary>
    internal int Keeper => keeper.Id;

    /// <summary>The beginning of a command that goes on in it.</summary>
    internal IReadOnlyList<string> Enter { get; }

    /// <summary>Makes one apart from that of the machine, which is not touched. Who is not root becomes so in it.</summary>
    /// <exception cref="InvalidOperationException">The machine does not allow it.</exception>
    internal static Task<NetSpace> CreateAsync() => Environment.IsPrivilegedProcess
        ? CreateAsync(["unshare", "--net"], ["--net"])
        : CreateAsync(["unshare", "--user", "--map-root-user", "--net"], ["--user", "--preserve-credentials", "--net"]);

    /// <summary>Makes another one, which belongs to whom this one belongs to.</summary>
    internal Task<NetSpace> CreateInnerAsync() => CreateAsync([.. Enter, "unshare", "--net"], Enter.Skip(3));

    /// <summary>Runs a command in it.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal async Task RunAsync(string command)
    {
        using var process = Start([.. Enter, .. command.Split(' ')]);
        var said = await process.StandardError.ReadToEndAsync().Soon();
        await process.WaitForExitAsync().Soon();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{command}' failed in a network namespace: {said.Trim()} {Remedy}");
        }
    }

    public void Dispose()
    {
        keeper.StandardInput.Close();
        keeper.WaitForExit();
        keeper.Dispose();
    }

    private static async Task<NetSpace> CreateAsync(IEnumerable<string> make, IEnumerable<string> spaces)
    {
        // It ends with its input, and so with this process, however that ends.
        var inside = Start([.. make, "sh", "-c", "echo in && exec cat"]);
        if (await inside.StandardOutput.ReadLineAsync().Soon() == "in")
        {
            return new NetSpace(inside, [.. spaces]);
        }

        var said = await inside.StandardError.ReadToEndAsync().Soon();
        inside.Dispose();
        throw new InvalidOperationException($"This machine lets the tests make no network namespace: {said.Trim()} {Remedy}");
    }

    private static Process Start(string[] command)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(command[0], command[1..])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"There is no program '{command[0]}' here. {Remedy}", e);
        }
    }
}
