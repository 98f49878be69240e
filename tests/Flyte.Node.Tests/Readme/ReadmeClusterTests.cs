using Flyte.Actors.Tests.Support;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Readme;

/// <summary>The cluster of the page, one node of which is killed, in shells and real processes.</summary>
[Collection(PostgresTests.Name)]
public sealed class ReadmeClusterTests(PostgresServer server) : IDisposable
{
    private const string Executable = "src/Flyte.Node/bin/Release/net10.0/Flyte.Node";
    private const string First = "4053";
    private const string Killed = "4055";

    private readonly ReadmePorts ports = new();
    private readonly TempDirectory directory = new();
    private readonly List<ReadmeTerminal> terminals = [];

    public void Dispose()
    {
        terminals.ForEach(terminal => terminal.Dispose());
        directory.Dispose();
    }

    [PostgresFact]
    public async Task It_prints_what_the_page_says_and_loses_nothing()
    {
        var blocks = ReadmePage.Blocks.Where(block => block.Section == "Across nodes").ToList();
        var (node, run) = blocks.Where(block => block.Language == "sh").ToList() is [var one, var other]
            ? (one, other)
            : throw new InvalidOperationException("README.md has not two sessions below '## Across nodes'.");
        var seen = Assert.Single(blocks, block => block.Language == "text" && block.Text.Contains(" is given up", StringComparison.Ordinal));
        var store = await server.CreateDatabaseAsync();
        directory.Write("config/cluster.json", File.ReadAllText(Path.Combine(ReadmePage.Root, "config/cluster.json")));

        var nodes = new[] { First, "4054", Killed }.Select(port => Open(port, node.Text.Replace($"--port {First}", $"--port {port}", StringComparison.Ordinal), store)).ToList();
        foreach (var terminal in nodes)
        {
            await terminal.SaysAsync(" is up: ");
        }

        var fourth = Open("run", run.Text, store);
        var code = await fourth.EndAsync();

        Assert.True(code == 0, fourth.Text);
        ReadmeOutput.AssertShows(ports.Replace(run.Output!), fourth.Text);
        await nodes[0].SaysAsync($"node 127.0.0.1:{ports.Of(Killed)} is given up");
        ReadmeOutput.AssertShows(ports.Replace($"{node.Output}\n{seen.Text}"), nodes[0].Text);
        Assert.False(File.Exists(Path.Combine(directory.Path, "far.txt")), fourth.Text);
    }

    private ReadmeTerminal Open(string name, string typed, string store)
    {
        Assert.StartsWith($"flyte={Executable}\n", typed, StringComparison.Ordinal);
        var program = $"{NodeProcess.Host} {Path.Combine(AppContext.BaseDirectory, "Flyte.Node.dll")}";
        var script = directory.Write($"{name}.sh", ports.Replace(typed).Replace($"flyte={Executable}", $"flyte='{program}'", StringComparison.Ordinal));
        var terminal = new ReadmeTerminal(script, directory.Path, store);
        terminals.Add(terminal);
        return terminal;
    }
}
