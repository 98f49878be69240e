using Flyte.Node.Output;

namespace Flyte.Node.Tests.Output;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("two\r\nlines", "two lines")]
    [InlineData("\ttab\u001b[31m", "tab [31m")]
    [InlineData("", "")]
    public void Text_is_made_fit_for_a_line(string text, string expected) => Assert.Equal(expected, OneLine.Of(text));

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("src/a/very/long/path/File.cs", 16, "src/a…th/File.cs")]
    public void The_middle_is_what_a_path_can_spare(string text, int most, string expected)
    {
        Assert.Equal(expected, Shorten.Middle(text, most));
        Assert.InRange(Shorten.Middle(text, most).Length, 1, most);
    }

    [Theory]
    [InlineData("short", 5, "short")]
    [InlineData("longer", 5, "long…")]
    public void The_end_is_what_a_message_can_spare(string text, int most, string expected) => Assert.Equal(expected, Shorten.End(text, most));
}
