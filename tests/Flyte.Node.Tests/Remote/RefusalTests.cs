using System.Net;
using System.Net.Sockets;
using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Remote;

/// <summary>Nodes that cannot be reached, do not let in, or are none; and command lines that name two places.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("--server names more than an address.", "runs", "--server", "http://me:secret@localhost")]
    [InlineData("--server 'localhost:8080' is no address of a web interface.\nDid you mean 'http://localhost:8080'?", "runs", "--server", "localhost:8080")]
    [InlineData("--server 'ftp://x' is no address of a web interface.\nWrite http://HOST:PORT or https://HOST.", "runs", "--server", "ftp://x")]
    [InlineData("--server has another node do the work, with its own store, settings and tasks, and --store is about this process.", "runs", "--server", "http://x", "--store", "memory")]
    [InlineData("and --config is about this process.", "show", "x", "--server", "http://x", "--config", "a.json")]
    [InlineData("and --cluster is about this process.", "run", "t", "--server", "http://x", "--cluster", "a:1")]
    [InlineData("and --tasks is about this process.", "tasks", "--server", "http://x", "--tasks", "a.dll")]
    [InlineData("--key is shown to a node, and none is named.\nName it by --server URL.", "runs", "--key", "k")]
    [InlineData("'serve' is a node itself", "serve", "--server", "http://x")]
    [InlineData("'resume' has this process go on with a run, and those of http://x go on there by themselves.\n'Flyte.Node watch r' follows one", "resume", "r", "--server", "http://x")]
    public async Task A_command_line_that_makes_no_sense_is_refused(string expected, params string[] args)
    {
        var (code, console) = await FarConsole.RunAsync(new TestConsole(), args);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(expected, console.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_opens_and_is_never_shown()
    {
        var (key, stored) = ApiKey.New("me", ApiScope.Read);
        await using var node = await ApiNode.StartAsync(new WebSettings { Keys = [stored.ToString()] }, new FlyteOptions(), TestTasks.Create());
        var address = node.Http.BaseAddress!.AbsoluteUri.TrimEnd('/');

        var (none, nobody) = await FarConsole.RunAsync(address, "runs");
        var (wrong, stranger) = await FarConsole.RunAsync(address, "runs", "--key", "no-such-key");
        var (reads, reader) = await FarConsole.RunAsync(address, "runs", "--key", key);
        var (writes, writer) = await FarConsole.RunAsync(address, "run", "double", "1", "--key", key);
        var variables = new TestConsole { Variables = new() { ["FLYTE_SERVER"] = address, ["FLYTE_KEY"] = key } };
        var (byVariable, _) = await FarConsole.RunAsync(variables, "runs");

        Assert.Equal((2, 2, 0, 2, 0), (none, wrong, reads, writes, byVariable));
        Assert.Contains("error: A key is needed", nobody.Error, StringComparison.Ordinal);
        Assert.Contains("Give a key of the node", nobody.Error, StringComparison.Ordinal);
        Assert.Contains("error: The key is not one that this node lets in", stranger.Error, StringComparison.Ordinal);
        Assert.Contains("error: The key 'me' is for reading only", writer.Error, StringComparison.Ordinal);
        Assert.All([nobody, stranger, reader, writer, variables], console =>
        {
            Assert.DoesNotContain(key, console.Error + console.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("no-such-key", console.Error + console.Out, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Nobody_there_is_said_at_once()
    {
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = $"http://{free.LocalEndpoint}";
        free.Stop();

        var (code, console) = await FarConsole.RunAsync(address, "runs");

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains($"error: No node answers at {address}: ", console.Error, StringComparison.Ordinal);
        Assert.Contains("Start one there by 'serve'", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_nobody_knows_is_named()
    {
        var (code, console) = await FarConsole.RunAsync("http://nowhere.invalid", "runs");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("nowhere.invalid", console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", console.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("200 OK", "text/html", "<html></html>", "does not answer as a node does: it answers in 'text/html'.", "runs")]
    [InlineData("404 Not Found", "text/html", "<html></html>", "does not answer as a node does: it answers 404 Not Found.", "show", "x")]
    [InlineData("200 OK", "application/json", "[]", "answers in a form that this program does not know", "runs")]
    [InlineData("200 OK", "application/json", "{\"runs\":null}", "answers in a form that this program does not know", "runs")]
    [InlineData("404 Not Found", "application/problem+json", "{\"detail\":\"There is nothing at '/api/v1/tasks'.\"}", "it has no list of tasks. There is nothing at", "tasks")]
    [InlineData("400 Bad Request", "application/problem+json", "{\"detail\":\"No.\"}", "error: No.", "runs")]
    public async Task Who_is_no_node_or_an_older_one_is_told_from_one(string status, string form, string body, string expected, params string[] args)
    {
        using var server = new StrangeServer(status, form, body);
        var (code, console) = await FarConsole.RunAsync(server.Address, args);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(expected, console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_followed_elsewhere()
    {
        using var server = new StrangeServer("302 Found", "text/plain", "", "Location: http://other.invalid/");
        var (_, console) = await FarConsole.RunAsync(server.Address, "runs");
        Assert.Contains("sends on to 'http://other.invalid/'", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_may_have_the_path_of_the_API()
    {
        await using var node = await ApiNode.StartAsync(TestTasks.Create());
        Assert.Contains("test.add", string.Join('\n', await FarConsole.LinesAsync($"{node.Http.BaseAddress}api/v1/", "tasks")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_command_line_names_goes_before_the_environment()
    {
        using var store = new NodeStore(TestTasks.Create());
        var console = new TestConsole { Store = store.Store, Variables = new() { ["FLYTE_SERVER"] = "http://nowhere.invalid" } };
        var (code, _) = await store.RunAsync(console, "run", "double", "1", "--store", store.File);
        Assert.Equal((ExitCode.Done, "2"), (code, console.Out.Trim()));
    }
}
