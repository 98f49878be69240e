using Flyte.Node.Commands;

namespace Flyte.Node.Tests.Commands;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("count", "count", 0)]
    [InlineData("Count", "count", 0)]
    [InlineData("cont", "count", 1)]
    [InlineData("ocunt", "count", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_is_what_must_be_typed(string left, string right, int expected)
    {
        Assert.Equal(expected, NearestName.Distance(left, right));
        Assert.Equal(expected, NearestName.Distance(right, left));
    }

    [Theory]
    [InlineData("words.cout", "words.count")]
    [InlineData("WORDS.TOP", "words.top")]
    [InlineData("--concurency", null)]
    [InlineData("something_else", null)]
    public void The_nearest_is_suggested_only_when_it_is_near(string name, string? expected) =>
        Assert.Equal(expected, NearestName.Find(name, ["words.count", "words.top", "patterns.gather"]));

    [Fact]
    public void There_is_nothing_near_among_nothing() => Assert.Null(NearestName.Find("x", []));
}
