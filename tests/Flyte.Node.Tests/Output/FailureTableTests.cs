using Flyte.Actors;
using Flyte.Node.Output;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Output;

public sealed class FailureTableTests
{
    private readonly TestConsole console = new();
    private readonly FailureList failures = new();

    [Fact]
    public void A_row_names_item_input_attempts_and_error()
    {
        Add(7, "\"no file.txt\"", "FileNotFoundException", "not\nthere [red]x[/]", line: 9);
        FailureTable.Write(failures, console.Open());
        Assert.Matches(@"│ 7 \(line 9\) │ no file\.txt │ +3 │ FileNotFoundException: not there \[red\]x\[/\] │", console.Error);
    }

    [Fact]
    public void Long_inputs_lose_their_middle_and_long_messages_their_end()
    {
        Add(0, $"\"{new string('a', 500)}z.cs\"", "E", new string('m', 1000));
        FailureTable.Write(failures, console.Open());
        Assert.Matches("a…a+z\\.cs", console.Error);
        Assert.Contains("m…", console.Error, StringComparison.Ordinal);
        Assert.All(console.Error.Split('\n'), line => Assert.InRange(line.Length, 0, 161));
    }

    [Fact]
    public void Without_failures_there_is_no_table()
    {
        FailureTable.Write(failures, console.Open());
        Assert.Empty(console.Error);
    }

    [Fact]
    public void All_failures_are_counted_and_the_first_are_kept()
    {
        for (var i = 0; i < 1025; i++)
        {
            Add(i, null, "E", "m");
        }

        Assert.Equal(1025, failures.Count);
        Assert.Equal(FailureList.Kept, failures.First.Count);
        FailureTable.Write(failures, console.Open());
        Assert.Contains("… and 1,005 more", console.Error, StringComparison.Ordinal);
    }

    private void Add(int index, string? input, string code, string message, int? line = null) => failures.Add(new Failure(
        new ItemError { Kind = ErrorKind.User, Code = code, Message = message, Index = index, Input = input, Attempts = 3 }, line));
}
