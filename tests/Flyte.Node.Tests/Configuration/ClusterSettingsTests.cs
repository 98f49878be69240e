using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Configuration;

/// <summary>The settings of a node: the command line over the environment over a file over the defaults.</summary>
public sealed class ClusterSettingsTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly OwnVariables variables = new();

    private TestConsole Console => new() { Directory = directory.Path, SettingPrefix = variables.Prefix };

    public void Dispose()
    {
        directory.Dispose();
        variables.Dispose();
    }

    [Fact]
    public void A_file_sets_options_of_every_kind()
    {
        directory.Write("node.json", """
            { "cluster": {
              "name": "shop", "hostname": "node1", "bindHostname": "0.0.0.0", "seedNodes": "a:1, b:2", "roles": "items", "slots": 3, "stableAfter": "00:00:05",
              "tls": { "certificatePath": "node.pem", "keyPath": "node.key", "password": "x", "authorityPath": "/ca.pem" } } }
            """);

        var node = RuntimeSettings.ReadNode("node.json", Console.Open()).Cluster.Read();

        Assert.Equal(("shop", "node1", "0.0.0.0", NodeRoles.Items, 3), (node.Name, node.Hostname, node.BindHostname, node.Roles, node.Slots));
        Assert.Equal(["a:1", "b:2"], node.SeedNodes);
        Assert.Equal(TimeSpan.FromSeconds(5), node.StableAfter);
        Assert.Equal(
            new FlyteTls { CertificatePath = Path.Combine(directory.Path, "node.pem"), KeyPath = Path.Combine(directory.Path, "node.key"), Password = "x", AuthorityPath = "/ca.pem" },
            node.Tls);
    }

    [Fact]
    public void The_command_line_goes_before_the_environment_and_that_before_the_file()
    {
        directory.Write("node.json", """{ "cluster": { "port": 1, "slots": 1, "shards": 7 } }""");
        variables.Set("CLUSTER__PORT", "2");
        variables.Set("CLUSTER__SLOTS", "2");

        var options = Serve("--config", "node.json", "--port", "3", "--host", "10.0.0.1", "--seed", "a:1", "--seed", "b:2", "--roles", "runs", "--store", "postgresql://u:p@h/d");

        var node = options.Cluster!;
        Assert.Equal((3, 2, 7, "10.0.0.1", NodeRoles.Runs), (node.Port, node.Slots, node.Shards, node.Hostname, node.Roles));
        Assert.Equal(["a:1", "b:2"], node.SeedNodes);
        Assert.StartsWith("postgresql://", options.Store.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_of_one_process_read_the_same_file()
    {
        directory.Write("node.json", """{ "cluster": { "port": 1, "tls": null }, "runtime": { "runAhead": 5 } }""");

        Assert.Equal(new FlyteOptions { RunAhead = 5 }, RuntimeSettings.Read("node.json", Console.Open()));
    }

    [Theory]
    [InlineData("CLUSTER__PORT", "x", "sets cluster:port to 'x', which is no whole number")]
    [InlineData("CLUSTER__PORT", "70000", "sets cluster:port to '70000', which is out of range.")]
    [InlineData("CLUSTER__ROLES", "run", "sets cluster:roles to 'run', which is no list of roles.")]
    [InlineData("CLUSTER__SEEDNODES", "a", "sets cluster:seedNodes to 'a', which is out of range.")]
    [InlineData("CLUSTER__TLS__PASSWORD", "s3cret", "")]
    [InlineData("CLUSTER__PROT", "1", "sets CLUSTER:PROT to '1', and there is no such setting.")]
    public void A_bad_setting_is_refused_by_its_name(string name, string value, string message)
    {
        variables.Set(name, value);
        var error = Assert.Throws<UsageException>(() => RuntimeSettings.ReadNode(null, Console.Open()).Cluster.Read());
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A node without a role serves nobody.", "--roles", "none")]
    [InlineData("--roles cannot be used: 'x' is not runs, items", "--roles", "x")]
    [InlineData("--seed cannot be used: 'a' in SeedNodes is no host:port", "--seed", "a")]
    [InlineData("--slots cannot be used: Slots is at least 1.", "--slots", "0")]
    public void A_bad_option_is_refused_by_its_name(string message, params string[] arguments) =>
        Assert.StartsWith(message, Assert.Throws<UsageException>(() => Serve(arguments)).Message, StringComparison.Ordinal);

    private FlyteOptions Serve(params string[] arguments)
    {
        var console = Console.Open();
        var parsed = CommandLine.Parse(["serve", .. arguments], console, new RuntimeSource([], (_, _, _) => throw new InvalidOperationException("A runtime was started.")));
        return ((ServeCommand)parsed.CommandResult.Command).Read(parsed).Options;
    }
}
