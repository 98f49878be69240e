using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands;

[Collection(RuntimeTests.Name)]
public sealed class RunUsageTests(RuntimeFixture runtime)
{
    [Theory]
    [InlineData("There is no task 'test.duoble'.\nDid you mean 'test.double'?", "test.duoble", "1")]
    [InlineData("There is no task 'nothing_like_it'.\nThe tasks are: ", "nothing_like_it")]
    [InlineData("There is no task 'test.sun'.\nDid you mean 'test.sum'?", "double", "1", "--reduce", "test.sun")]
    [InlineData("'test.add' cannot reduce: it takes several inputs, (int, int).", "double", "1", "--reduce", "add")]
    [InlineData("'test.ping' cannot reduce: it takes no input.", "double", "1", "--reduce", "ping")]
    [InlineData("'test.double' takes int, and there is no INPUT.", "double")]
    [InlineData("'test.ping' takes no input.", "ping", "1")]
    [InlineData("'test.ping' takes no input.", "ping", "--items", "[1]")]
    [InlineData("--files gives paths, and 'test.double' takes int.", "double", "--files", "*.cs")]
    [InlineData("INPUT 2, '{\"a\":', is not JSON: ", "double", "1", "{\"a\":")]
    [InlineData("--items '[1,' is not JSON: ", "double", "--items", "[1,")]
    [InlineData("--items '7' is no JSON array.", "double", "--items", "7")]
    [InlineData("--lines 'no-such-file.txt' cannot be read: ", "double", "--lines", "no-such-file.txt")]
    [InlineData("--lines '.' cannot be read: it is a directory.", "double", "--lines", ".")]
    public async Task What_cannot_be_run_is_refused_with_a_remedy(string expected, params string[] args)
    {
        var (code, console) = await runtime.RunAsync(["run", .. args]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith($"error: {expected}", console.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", console.Error, StringComparison.Ordinal);
        Assert.Empty(console.Out);
    }

    [Fact]
    public async Task The_tasks_are_listed_with_their_types()
    {
        var (code, console) = await runtime.RunAsync("tasks");
        Assert.Equal(ExitCode.Done, code);
        Assert.Matches(@"^task +input +result$", console.OutLines[0]);
        Assert.Contains(console.OutLines, line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["test.double", "int", "int"]);
        Assert.Contains(console.OutLines, line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["test.ping", "-", "string"]);
        Assert.Contains(console.OutLines, line => line.Contains("(int, int)", StringComparison.Ordinal));
    }
}
