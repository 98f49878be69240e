using System.Globalization;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

public sealed class FailureGroupsTests
{
    private readonly FailureGroups groups = new();

    private RunFailures Shown => FailureGroups.Show(groups);

    [Fact]
    public void The_largest_group_is_first_with_the_message_and_the_items_that_came_first()
    {
        Add(9, "Busy", "slot 1");
        for (var i = 0; i < 7; i++)
        {
            Add(70 - i, "Bad", $"{70 - i} is bad");
        }

        Assert.Equal([("Bad", "70 is bad", 7), ("Busy", "slot 1", 1)], Shown.Groups.Select(g => (g.Code, g.Message, g.Count)));
        Assert.Equal([70, 69, 68, 67, 66], Shown.Groups[0].Items);
        Assert.Equal((8, true), (Shown.Count, Shown.IsComplete));
    }

    [Fact]
    public void Above_a_hundred_kinds_the_rest_is_one_group_that_says_so()
    {
        for (var i = 0; i < 300; i++)
        {
            Add(i, $"Code{i / 2}", "failed");
        }

        Assert.Equal((300, false, RunFailures.MaxGroups + 1), (Shown.Count, Shown.IsComplete, Shown.Groups.Count));
        Assert.All(Shown.Groups.SkipLast(1), g => Assert.Equal((2, false), (g.Count, g.IsRest)));
        var rest = Shown.Groups[^1];
        Assert.Equal((100, true), (rest.Count, rest.IsRest));
        Assert.Equal([200, 201, 202, 203, 204], rest.Items);
        Assert.Contains("100", rest.Message, StringComparison.Ordinal);

        Add(300, "Code7", "failed");
        Assert.Equal(3, Shown.Groups[0].Count);
    }

    [Fact]
    public void A_message_that_is_a_book_is_cut()
    {
        Add(0, "Code", new string('x', 100_000));
        Assert.Equal(1001, Shown.Groups[0].Message.Length);
    }

    [Fact]
    public void None_are_none() => Assert.Equal((0, 0, true), (FailureGroups.Show(null).Groups.Count, FailureGroups.Show(null).Count, FailureGroups.Show(null).IsComplete));

    [Fact]
    public void A_million_failures_take_what_a_hundred_take()
    {
        Add(0, "Code", "item 0 is bad");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Error("Code", "item 17 is bad");
        for (var i = 1; i < 1_000_000; i++)
        {
            groups.Add(i, error);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Equal(1_000_000, Assert.Single(Shown.Groups).Count);
    }

    private void Add(int index, string code, string message) => groups.Add(index, Error(code, string.Create(CultureInfo.InvariantCulture, $"{message}")));

    private static ItemError Error(string code, string message) => Errors.User(code, message);
}
