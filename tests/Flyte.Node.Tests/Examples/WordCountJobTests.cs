using System.Text.Json;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Examples;

[Collection(RuntimeTests.Name)]
public sealed class WordCountJobTests : IDisposable
{
    private readonly RuntimeFixture runtime;
    private readonly TempDirectory directory = new();

    public WordCountJobTests(RuntimeFixture runtime)
    {
        this.runtime = runtime;
        directory.Write("src/a.cs", "the cat the");
        directory.Write("src/deep/b.cs", "the dog");
    }

    [Fact]
    public async Task Files_are_counted_and_reduced_to_a_table()
    {
        var (code, console) = await runtime.RunAsync(
            "run", "words.count", "--files", Path.Combine(directory.Path, "src/**/*.cs"), "--reduce", "words.top", "--concurrency", "8");
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(["word  count  files", "the       3      2", "cat       1      1", "dog       1      1"], console.OutLines);
        Assert.Contains("words.count: 2 items", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_cannot_be_read_are_rows_and_the_rest_is_counted()
    {
        var missing = Path.Combine(directory.Path, "none.txt");
        var (code, console) = await runtime.RunAsync(
            "run", "words.count", missing, directory.Path, "--files", Path.Combine(directory.Path, "src/*.cs"), "--reduce", "words.top");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal("the       2      1", console.OutLines[1]);
        Assert.Contains("NonRecoverableException", console.Error, StringComparison.Ordinal);
        Assert.Contains("1 succeeded, 2 failed", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_job_is_one_run_of_the_root_task()
    {
        var input = JsonSerializer.Serialize(new object[]
        {
            new[] { Path.Combine(directory.Path, "src/a.cs"), Path.Combine(directory.Path, "none.txt") }, 2,
        });
        var (code, console) = await runtime.RunAsync("run", "words.report", input, "--json");
        Assert.Equal(ExitCode.Done, code);
        var report = JsonDocument.Parse(console.Out).RootElement.GetProperty("value");
        Assert.Equal(1, report.GetProperty("files").GetInt32());
        Assert.Equal(3, report.GetProperty("words").GetInt32());
        Assert.Contains("none.txt", Assert.Single(report.GetProperty("unreadable").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal("the", report.GetProperty("top")[0].GetProperty("word").GetString());
    }

    public void Dispose() => directory.Dispose();
}
