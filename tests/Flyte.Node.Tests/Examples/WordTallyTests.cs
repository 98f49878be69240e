using Flyte.Node.Examples.Words;

namespace Flyte.Node.Tests.Examples;

public sealed class WordTallyTests
{
    private readonly WordTally tally = new();

    [Theory]
    [InlineData("public sealed class Foo<T1>(int x);", "public", "sealed", "class", "foo", "t1", "int", "x")]
    [InlineData("var snake_case = _field2 + 0xFF;", "var", "snake_case", "field2", "xff")]
    [InlineData("Ärger über Straße", "ärger", "über", "straße")]
    [InlineData("  1 + 2 __ ")]
    [InlineData("")]
    public void Words_are_identifiers_in_lower_case(string text, params string[] expected)
    {
        tally.Read(text);
        tally.EndWord();
        Assert.Equal(expected, tally.Words.Keys);
        Assert.Equal(expected.Length, tally.Total);
    }

    [Fact]
    public void A_word_may_go_on_in_the_next_piece()
    {
        tally.Read("one tw");
        tally.Read("o three");
        tally.EndWord();
        tally.Read("one");
        tally.EndWord();
        Assert.Equal(new Dictionary<string, int> { ["one"] = 2, ["two"] = 1, ["three"] = 1 }, tally.Words);
    }
}
