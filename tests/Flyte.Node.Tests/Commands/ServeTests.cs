using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands;

/// <summary>Nodes in real processes.</summary>
public sealed class ServeTests : IDisposable
{
    private static readonly string[] Items = ["serve", "--port", "0", "--roles", "items", "--web", "none"];

    private readonly TempDirectory data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Nodes_meet_and_stop_when_they_are_told_to()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Another process cannot be sent SIGTERM there.
        }

        using var first = new NodeProcess(data.Path, [.. Items, "--slots", "16"]);
        var line = await first.LineAsync("node ");
        Assert.Matches("^node 127[.]0[.]0[.]1:[0-9]+ is up: items; 16 slots; 1 node$", line);
        using var second = new NodeProcess(data.Path, [.. Items, "--seed", Address(line)]);
        Assert.EndsWith(" slots; 2 nodes", await second.LineAsync("node "), StringComparison.Ordinal);

        await second.TerminateAsync();
        Assert.Equal(ExitCode.Done, (await second.EndAsync()).Code);
        await first.InterruptAsync();
        var (code, _, error) = await first.EndAsync();

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains(" has joined: items", error, StringComparison.Ordinal);
        Assert.Contains("stopping: items that run may go on for 30 s", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_is_told_when_nobody_holds_runs()
    {
        using var node = new NodeProcess(data.Path, Items);
        var address = Address(await node.LineAsync("node "));

        var (code, printed, error) = await NodeProcess.RunAsync(data.Path, "run", "patterns.wait", "1", "--cluster", address);

        Assert.Equal((ExitCode.Usage, ""), (code, printed));
        Assert.Contains("No node of the cluster is up that holds runs", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_given_up_asks_to_be_started_again()
    {
        using var node = new NodeProcess(data.Path, Items);
        var address = Address(await node.LineAsync("node "));
        await using var other = await FlyteRuntime.StartAsync(new FlyteOptions
        {
            Cluster = new FlyteCluster { Port = 0, Roles = NodeRoles.Items, SeedNodes = [address] },
        });
        var cluster = Akka.Cluster.Cluster.Get(other.System);

        cluster.Down(cluster.State.Members.Single(member => member.UniqueAddress != cluster.SelfUniqueAddress).Address);

        var (code, _, error) = await node.EndAsync();
        Assert.Equal(ExitCode.Restart, code);
        Assert.Contains("error: This node was parted from the majority of its cluster", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_of_another_kind_is_refused()
    {
        using var node = new NodeProcess(data.Path, Items);
        var address = Address(await node.LineAsync("node "));
        var config = data.Write("shards.json", """{ "cluster": { "shards": 7 } }""");

        var (code, _, error) = await NodeProcess.RunAsync(data.Path, [.. Items, "--seed", address, "--config", config]);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains($"error: This node cannot join the cluster 'flyte' of {address}: Shards is 7 here and 100 there", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_nobody_knows_is_refused()
    {
        var (code, printed, error) = await NodeProcess.RunAsync(data.Path, [.. Items, "--seed", "nowhere.invalid:4053"]);

        Assert.Equal((ExitCode.Usage, ""), (code, printed));
        Assert.Contains("error: 'nowhere.invalid' in SeedNodes is not known to this machine: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificates_that_are_not_there_are_refused()
    {
        var config = data.Write("tls.json", """{ "cluster": { "tls": { "certificatePath": "missing.pem", "authorityPath": "missing.pem" } } }""");

        var (code, printed, error) = await NodeProcess.RunAsync(data.Path, [.. Items, "--config", config]);

        Assert.Equal((ExitCode.Usage, ""), (code, printed));
        Assert.Matches("error: Tls: AuthorityPath '[^']*missing.pem' cannot be used: ", error);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("runs.db")]
    public async Task A_store_of_one_process_is_refused_where_runs_are_held(string store)
    {
        var (code, _, error) = await NodeProcess.RunAsync(data.Path, "serve", "--port", "0", "--web", "none", "--store", store);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("Name a PostgreSQL database that all nodes reach", error, StringComparison.Ordinal);
    }

    private static string Address(string line) => line.Split(' ')[1];
}
