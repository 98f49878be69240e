using System.Text.Json;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands;

[Collection(RuntimeTests.Name)]
public sealed class JsonOutputTests(RuntimeFixture runtime)
{
    [Fact]
    public async Task Each_item_is_an_object_on_a_line()
    {
        var console = new TestConsole { Input = "-2\n3\n" };
        var (code, _) = await runtime.RunAsync(console, "run", "double", "1", "--lines", "-", "--json");

        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal(3, console.OutLines.Length);
        Assert.Equal("""{"index":0,"value":2}""", console.OutLines[0]);
        Assert.Equal("""{"index":2,"value":6}""", console.OutLines[2]);

        var failed = JsonDocument.Parse(console.OutLines[1]).RootElement;
        Assert.Equal(1, failed.GetProperty("index").GetInt32());
        var error = failed.GetProperty("error");
        Assert.Equal("user", error.GetProperty("kind").GetString());
        Assert.Equal("InvalidDataException", error.GetProperty("code").GetString());
        Assert.Equal("-2 is negative", error.GetProperty("message").GetString());
        Assert.Equal("test.double", error.GetProperty("task").GetString());
        Assert.Equal("-2", error.GetProperty("input").GetString());
        Assert.Equal(1, error.GetProperty("line").GetInt32());
        Assert.Equal(1, error.GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task A_single_run_is_a_line_too()
    {
        var (_, console) = await runtime.RunAsync("run", "shout", "é \"x\"", "--json");
        Assert.Equal(["""{"index":0,"value":"É \"X\""}"""], console.OutLines);
    }

    [Fact]
    public async Task The_reduction_comes_last()
    {
        var (code, console) = await runtime.RunAsync("run", "double", "1", "2", "--reduce", "sum", "--json");
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(["""{"index":0,"value":2}""", """{"index":1,"value":4}""", """{"reduced":6}"""], console.OutLines);
    }

    [Fact]
    public async Task A_failed_reduction_has_its_error()
    {
        var (code, console) = await runtime.RunAsync("run", "double", "--items", "[-1]", "--reduce", "sum_or_fail", "--json");
        Assert.Equal(ExitCode.Failed, code);
        Assert.StartsWith("""{"reduced":null,"error":{"kind":"user","code":"InvalidDataException","message":"nothing to sum",""", console.OutLines[^1], StringComparison.Ordinal);
    }
}
