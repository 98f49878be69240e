using System.Globalization;
using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Remote;

/// <summary>What a user sees of connections that break: nothing, where it can be mended.</summary>
public sealed class BrokenConnectionTests : IDisposable
{
    private const int Many = 20_000;

    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Results_are_gone_on_with_from_where_they_broke_off(bool asCompleted)
    {
        await using var node = await StartAsync();
        await FarConsole.RunAsync(Address(node), "run", "double", "--items", $"[{string.Join(',', Enumerable.Range(0, Many))}]", "--id", "much");
        await using var proxy = new CutProxy(node.Http.BaseAddress!, cutAfter: 100_000, times: 4);

        var lines = await FarConsole.LinesAsync(proxy.Address, ["results", "much", .. asCompleted ? ["--as-completed"] : Array.Empty<string>()]);

        Assert.Equal(4, proxy.Cuts);
        Assert.Equal(Many, lines.Distinct().Count());
        Assert.Equal(Many, lines.Length);
        Assert.True(asCompleted || lines.Select((line, i) => (line, i)).All(l => l.line == $$"""{"index":{{l.i}},"value":{{l.i * 2}}}"""));
    }

    [Fact]
    public async Task Inputs_of_a_file_are_given_again_and_none_is_done_twice()
    {
        await using var node = await StartAsync();
        await using var proxy = new CutProxy(node.Http.BaseAddress!, cutAfter: 60_000, times: 3, cutsRequests: true);
        var file = directory.Write("inputs.txt", string.Join('\n', Enumerable.Range(0, Many)));

        var (code, console) = await FarConsole.RunAsync(proxy.Address, "run", "double", "--lines", file, "--id", "much");

        Assert.True(code == ExitCode.Done, console.Error);
        Assert.Equal(3, proxy.Cuts);
        Assert.Equal(Enumerable.Range(0, Many).Select(i => (i * 2).ToString(CultureInfo.InvariantCulture)), console.OutLines);
        Assert.Equal(Many, (await node.UntilAsync("much", run => run.EndedAt is not null)).Items.Total);
    }

    [Fact]
    public async Task Inputs_that_nobody_can_give_again_are_asked_for()
    {
        await using var node = await StartAsync();
        await using var proxy = new CutProxy(node.Http.BaseAddress!, cutAfter: 60_000, times: 1, cutsRequests: true);
        var console = new TestConsole { Input = string.Join('\n', Enumerable.Range(0, Many)) };
        string[] command = ["run", "double", "--lines", "-", "--id", "much", "--server"];

        var (code, _) = await FarConsole.RunAsync(console, [.. command, proxy.Address]);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Matches("inputs of run 'much' are recorded, and the others cannot be read a second time", console.Error);
        Assert.Contains("Repeat the command with --id much", console.Error, StringComparison.Ordinal);
        var (again, repeated) = await FarConsole.RunAsync(new TestConsole { Input = console.Input }, [.. command, Address(node)]);
        Assert.True(again == ExitCode.Done, repeated.Error);
        Assert.Equal(Many, repeated.OutLines.Length);
    }

    [Fact]
    public async Task Lines_are_inputs_as_they_are_here()
    {
        await using var node = await StartAsync();
        var file = directory.Write("inputs.txt", "1\n\nx\n-3\r\n4");
        var (code, console) = await FarConsole.RunAsync(Address(node), "run", "double", "5", "--lines", file, "--json");

        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal(5, console.OutLines.Length);
        Assert.StartsWith("""{"index":0,"value":10}""", console.OutLines[0], StringComparison.Ordinal);
        Assert.Contains("\"code\":\"InvalidInput\"", console.OutLines[2], StringComparison.Ordinal);
        Assert.Contains("\"line\":3", console.OutLines[2], StringComparison.Ordinal);
        Assert.StartsWith("""{"index":4,"value":8}""", console.OutLines[4], StringComparison.Ordinal);
    }

    private Task<ApiNode> StartAsync() =>
        ApiNode.StartAsync(new(), new FlyteOptions { Store = FlyteStore.Sqlite(Path.Combine(directory.Path, "far.db")) }, TestTasks.Create());

    private static string Address(ApiNode node) => node.Http.BaseAddress!.AbsoluteUri.TrimEnd('/');
}
