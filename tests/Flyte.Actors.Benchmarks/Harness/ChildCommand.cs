using System.Diagnostics;
using System.Globalization;

namespace Flyte.Actors.Benchmarks;

/// <summary>What this program does as a child of itself; not for people.</summary>
internal static class ChildCommand
{
    public const string Verb = "child";

    /// <summary>Runs the part of a benchmark that the arguments name.</summary>
    /// <param name="args">The part, and what it takes.</param>
    /// <param name="output">Where its figures go.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        EndWithParent();
        var lines = new ChildOutput(output);
        switch (args)
        {
            case [MemoryChild.Name, var items, var path]:
                await MemoryChild.RunAsync(Number(items), path, lines);
                return 0;
            case [SoakChild.Name, var seconds, var folder]:
                await SoakChild.RunAsync(Number(seconds), folder, lines);
                return 0;
            case [RecoveryChild.Name, var items, var concurrency, var folder, var start, var from]:
                await new RecoveryChild(Number(items), Number(concurrency), folder, Number(start), Number(from), lines).RunAsync();
                return 0;
            case [NodeChild.Name, var seed, var roles, var slots, var items, var folder, var store]:
                await NodeChild.RunAsync(Number(seed), new FleetSettings(Enum.Parse<NodeRoles>(roles), Number(slots), Number(items), folder, store), lines);
                return 0;
            default:
                await Console.Error.WriteLineAsync($"A child does nothing by '{string.Join(' ', args)}'.");
                return 2;
        }
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    // The pipe ends when the parent does, however that came about.
    private static void EndWithParent()
    {
        var watch = new Thread(() =>
        {
            while (Console.In.Read() >= 0)
            {
                // The parent says nothing.
            }

            Process.GetCurrentProcess().Kill();
        })
        {
            IsBackground = true,
            Name = "parent watch",
        };
        watch.Start();
    }
}

/// <summary>What a child says to its parent.</summary>
internal sealed class ChildOutput(TextWriter output)
{
    public void Say(string word, long number)
    {
        lock (output)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{word} {number}\n"));
            output.Flush();
        }
    }
}
