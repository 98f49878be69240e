using Flyte.Actors.Tests.Attacks;
using Flyte.Node.Tests.Support;
using Xunit.Abstractions;

namespace Flyte.Node.Tests.Attacks;

/// <summary>Command lines drawn from a seed: each is carried out or refused in a line, and no byte of it moves the cursor of a terminal.</summary>
[Collection(RuntimeTests.Name)]
public sealed class CommandLineFuzzTests(RuntimeFixture runtime, ITestOutputHelper output)
{
    private static readonly string[][] Commands =
    [
        ["run", "test.double", "?"], ["run", "test.shout", "?"], ["run", "test.sum", "?"], ["run", "?"], ["run", "?", "1"], ["run", "test.double", "--items", "?"], ["run", "test.shout", "--files", "?"],
        ["run", "test.shout", "--lines", "?"], ["run", "test.shout", "--lines", "-"], ["run", "test.double", "--lines", "-"], ["run", "test.double", "1", "--id", "?"], ["run", "test.double", "1", "--name", "?"],
        ["run", "test.double", "1", "--label", "?"], ["run", "test.double", "1", "--label", "a=?"], ["run", "test.double", "1", "--concurrency", "?"], ["run", "test.shout", "?", "--reduce", "?"], ["run", "test.double", "1", "--reduce", "?"],
        ["run", "test.double", "1", "--?"], ["run", "test.double", "1", "--json", "?"], ["run", "test.double", "1", "--config", "?"], ["run", "test.double", "1", "--tasks", "?"], ["run", "test.double", "1", "--cluster", "?"],
        ["run", "test.double", "1", "--store", "sqlite:?"], ["serve", "--config", "?"], ["serve", "--web", "?"], ["serve", "--cluster-port", "?"], ["key", "?"], ["tasks", "?"], ["tasks", "--config", "?"], ["?"], ["?", "?"], ["completion", "?"],
        ["show", "?"], ["items", "?"], ["items", "known", "--phase", "?"], ["items", "known", "--from", "?"], ["results", "?"], ["abort", "?"], ["purge", "?"], ["rerun", "?"], ["recover", "?"], ["resume", "?"], ["watch", "?"], ["runs", "--label", "?"],
        ["runs", "--after", "?"], ["runs", "--task", "?"], ["resize", "?", "?"], ["show", "x", "--server", "?"], ["[suggest]", "?"], ["[?]"],
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_is_typed_is_done_or_refused_in_a_line(bool terminal)
    {
        using var folder = new TempDirectory();
        var words = HostileText.Words.Concat(HostileText.Json).ToArray();
        var (fuzz, codes) = (new Fuzz([.. words.Select(System.Text.Encoding.UTF8.GetBytes)], Fuzz.Seed + (terminal ? 1 : 0)), new SortedDictionary<int, int>());
        for (var i = 0; i < Fuzz.Cases / 2; i++)
        {
            string[] args = [.. Commands[fuzz.Next(Commands.Length)].Select(arg => arg.Contains('?', StringComparison.Ordinal) ? arg.Replace("?", Word(), StringComparison.Ordinal) : arg)];
            if (args is [.., "--server" or "--cluster" or "--store" or "sqlite:", _] || args.Contains("--store"))
            {
                args[^1] = args[^1].Replace('/', '_').Replace('\\', '_');
            }

            var console = new TestConsole { Directory = folder.Path, Terminal = terminal, OutIsTerminal = terminal, Input = Word() + "\n" + Word() };
            var shown = $"case {i} of seed {Fuzz.Seed}: {string.Join(" | ", args.Select(arg => arg.Length > 300 ? arg[..300] + "…" : arg))}";
            int code;
            try
            {
                (code, _) = await runtime.RunAsync(console, args);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(shown, e);
            }

            codes[code] = codes.GetValueOrDefault(code) + 1;
            Check(code, console, shown, terminal);
        }

        output.WriteLine(string.Join(", ", codes.Select(code => $"{code.Key}: {code.Value}")));

        string Word() => fuzz.Next(10) == 0 ? System.Text.Encoding.UTF8.GetString(fuzz.Draw()) : words[fuzz.Next(words.Length)];
    }

    private static void Check(int code, TestConsole console, string shown, bool terminal)
    {
        Assert.True(code is 0 or 1 or 2 or 75, $"{shown}: {code} {console.Error}");
        Assert.False(console.Error.Contains("\n   at ", StringComparison.Ordinal), $"{shown}: {console.Error}");
        Assert.False(code == 2 && !console.Error.Split('\n').Any(line => line.StartsWith("error: ", StringComparison.Ordinal)), $"{shown}: {console.Error}");
        Assert.DoesNotContain(console.Error.Replace("\e[", "", StringComparison.Ordinal), c => char.IsControl(c) && c is not ('\n' or '\r' or '\t') && !terminal);
        Assert.DoesNotContain("\e[31mred", console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\e]0;title", console.Error + console.Out, StringComparison.Ordinal);
        if (terminal)
        {
            Assert.DoesNotContain(console.Out, c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));
        }
    }
}
