using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands;

[Collection(RuntimeTests.Name)]
public sealed class RunTests(RuntimeFixture runtime)
{
    [Theory]
    [InlineData("42", "double", "21")]
    [InlineData("HELLO", "shout", "hello")]
    [InlineData("HELLO", "shout", "\"hello\"")]
    [InlineData("21", "shout", "21")]
    [InlineData("5", "add", "[2,3]")]
    [InlineData("pong", "ping")]
    [InlineData("[]", "table", "0")]
    public async Task One_input_prints_its_result(string expected, params string[] args)
    {
        var (code, console) = await runtime.RunAsync(["run", .. args]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal([expected], console.OutLines);
        Assert.Empty(console.Error);
    }

    [Fact]
    public async Task A_task_without_a_result_prints_nothing()
    {
        var (code, console) = await runtime.RunAsync("run", "forget", "1");
        Assert.Equal(ExitCode.Done, code);
        Assert.Empty(console.Out);
    }

    [Fact]
    public async Task An_array_of_flat_objects_is_a_table()
    {
        var (_, console) = await runtime.RunAsync("run", "table", "2");
        Assert.Equal(["name  count", "row1     10", "row2     20"], console.OutLines);
    }

    [Fact]
    public async Task Text_of_several_lines_stays_a_line_in_a_map_and_is_plain_alone()
    {
        Assert.Equal(["first 1", "second 1"], (await runtime.RunAsync("run", "lines", "1")).Console.OutLines);
        Assert.Equal(["\"first 1\\nsecond 1\"", "\"first 2\\nsecond 2\""], (await runtime.RunAsync("run", "lines", "1", "2")).Console.OutLines);
    }

    [Fact]
    public async Task Several_inputs_are_a_map_with_results_in_order()
    {
        var (code, console) = await runtime.RunAsync("run", "test.double", "3", "1", "2");
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(["6", "2", "4"], console.OutLines);
        Assert.Contains("test.double: 3 items in ", console.Error, StringComparison.Ordinal);
        Assert.Contains(": 3 succeeded", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_sources_together_form_one_map()
    {
        using var directory = new TempDirectory();
        directory.Write("b.txt");
        directory.Write("a.txt");
        var console = new TestConsole { Directory = directory.Path, Input = "from a line\n" };
        var (code, _) = await runtime.RunAsync(console, "run", "shout", "first", "--items", "[\"second\"]", "--files", "*.txt", "--lines", "-");
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(["FIRST", "SECOND", "A.TXT", "B.TXT", "FROM A LINE"], console.OutLines);
    }

    [Fact]
    public async Task A_failed_item_is_a_row_of_the_table_and_the_rest_is_done()
    {
        var (code, console) = await runtime.RunAsync("run", "double", "1", "-2", "3");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal(["2", "6"], console.OutLines);
        Assert.Matches(@"1 │ -2 +│ +1 │ InvalidDataException: -2 is negative", console.Error);
        Assert.Contains("2 succeeded, 1 failed", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_no_input_is_named_by_its_number()
    {
        var console = new TestConsole { Input = "1\n\n{\n\"x\"\n4\n" };
        var (code, _) = await runtime.RunAsync(console, "run", "double", "--lines", "-");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal(["2", "8"], console.OutLines);
        Assert.Matches(@"1 \(line 3\) │ \{ +│ +\d │ InvalidInput: ", console.Error);
        Assert.Matches(@"2 \(line 4\) │ x +│ +\d │ InvalidInput: ", console.Error);
    }

    [Fact]
    public async Task Fail_fast_ends_the_run_with_the_first_failure()
    {
        var (code, console) = await runtime.RunAsync("run", "double", "--items", "[1,-2,3]", "--fail-fast", "--concurrency", "1");
        Assert.Equal(ExitCode.Failed, code);
        Assert.DoesNotContain("6", console.OutLines);
        Assert.Contains("-2 is negative", console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Aborted", console.Error, StringComparison.Ordinal);
        Assert.Contains("error: The run was ended by the failure of item 1, as --fail-fast asks.", console.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--items", "[]")]
    [InlineData("--lines", "-")]
    public async Task No_inputs_are_an_empty_result(params string[] inputs)
    {
        var (code, console) = await runtime.RunAsync(["run", "double", .. inputs]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Empty(console.Out);
        Assert.Contains("test.double: 0 items", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_that_matches_nothing_is_said()
    {
        var (code, console) = await runtime.RunAsync("run", "shout", "--files", "no-such-directory/*.txt");
        Assert.Equal(ExitCode.Done, code);
        Assert.Empty(console.Out);
        Assert.StartsWith("No file matches 'no-such-directory/*.txt'.", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_first_failures_are_rows()
    {
        var items = $"[{string.Join(',', Enumerable.Range(1, 25).Select(i => -i))}]";
        var (code, console) = await runtime.RunAsync("run", "double", "--items", items);
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("-20 is negative", console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("-21 is negative", console.Error, StringComparison.Ordinal);
        Assert.Contains("… and 5 more", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_terminal_a_bar_moves_beside_the_results()
    {
        var console = new TestConsole { Terminal = true };
        var (code, _) = await runtime.RunAsync(console, "run", "double", "1", "2");
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(["2", "4"], console.OutLines);
        Assert.Contains("test.double", console.Error, StringComparison.Ordinal);
        Assert.Contains("0 failed", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_on_the_terminal_of_the_bar_stand_above_it()
    {
        var console = new TestConsole { Terminal = true, OutIsTerminal = true };
        var (code, _) = await runtime.RunAsync(console, "run", "shout", "one", "two");
        Assert.Equal(ExitCode.Done, code);
        Assert.Matches("(?s)\\e\\[0JONE\nTWO\n|\\e\\[0JONE\n.*\\e\\[0JTWO\n", console.Error);
        Assert.Empty(console.Out);
    }
}
