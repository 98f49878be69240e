using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Examples;

[Collection(RuntimeTests.Name)]
public sealed class PatternTests(RuntimeFixture runtime)
{
    [Theory]
    [InlineData("map_task", "[3,1,2]", """["processed_3","processed_1","processed_2"]""")]
    [InlineData("map", "[3,-1,2]", """["processed_3","Failed: -1","processed_2"]""")]
    [InlineData("map_concurrency", "[7,6,5,4,3,-2,1]",
        """["processed_7","processed_6","processed_5","processed_4","processed_3","Failed: -2","processed_1"]""")]
    [InlineData("gather", "[3,1,2]", """["processed_3","processed_1","processed_2"]""")]
    [InlineData("semaphore", "[3,1,2]", """["processed_3","processed_1","processed_2"]""")]
    [InlineData("gather_errors", "[3,-1,2]", """["processed_3","Failed: -1","processed_2"]""")]
    [InlineData("as_completed", "[1000,0]", "[0,1000]")]
    [InlineData("map_as_completed", "[1000,0]", "[0,1000]")]
    [InlineData("first", "[60000,0]", "0")]
    [InlineData("sync_steps", "20", "42")]
    [InlineData("async_steps", "home", "4 words")]
    [InlineData("map", "[]", "[]")]
    [InlineData("gather", "[]", "[]")]
    public async Task Every_pattern_runs(string task, string input, string expected)
    {
        var (code, console) = await runtime.RunAsync("run", $"patterns.{task}", input);
        Assert.Equal("", console.Error);
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal([expected], console.OutLines);
    }

    [Theory]
    [InlineData("map_task")]
    [InlineData("gather")]
    [InlineData("semaphore")]
    public async Task Where_errors_are_no_results_the_first_one_fails_the_run(string task)
    {
        var (code, console) = await runtime.RunAsync("run", $"patterns.{task}", "[1,-2,3]");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Empty(console.Out);
        Assert.Contains("ArgumentOutOfRangeException", console.Error, StringComparison.Ordinal);
        Assert.Contains("process_item", console.Error, StringComparison.Ordinal);
    }
}
