using Flyte.Node.Commands;

namespace Flyte.Node.Tests.Commands;

/// <summary>Spans, items, shell words and the program's own name.</summary>
public sealed class SmallTextTests
{
    [Theory]
    [InlineData("30d", "30.00:00:00")]
    [InlineData("1.5h", "01:30:00")]
    [InlineData("45m", "00:45:00")]
    [InlineData("0s", "00:00:00")]
    public void A_span_is_a_number_and_its_unit(string text, string span) => Assert.Equal(span, $"{SpanText.Parse(text)}");

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("5")]
    [InlineData("5w")]
    [InlineData("-5d")]
    [InlineData("1e9d")]
    [InlineData("99999999d")]
    public void Anything_else_is_none(string text) => Assert.Null(SpanText.Parse(text));

    [Fact]
    public void Items_are_indices_and_ranges() => Assert.Equal([0, 3, 5, 6, 7], ItemText.Items(["3,5-7", "0"], 10));

    [Theory]
    [InlineData("plain-1.txt", "plain-1.txt")]
    [InlineData("two words", "'two words'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("", "''")]
    [InlineData("src/**/*.cs", "'src/**/*.cs'")]
    [InlineData("$HOME", "'$HOME'")]
    public void A_shell_gives_a_word_back_as_it_was(string word, string quoted) =>
        Assert.Equal(quoted, ShellWord.Of(word));

    [Theory]
    [InlineData("bin/node", "/srv/bin/node", "/srv")]
    [InlineData("./node", "/srv/node", "/srv")]
    [InlineData("../bin/node", "/other/bin/node", "/other/dir")]
    [InlineData("/opt/bin/node", "/opt/bin/node", "/home/somebody/deep/down")]
    [InlineData("dotnet bin/node.dll", "/usr/share/dotnet/dotnet", "/srv")]
    [InlineData("Flyte.Node", null, "/srv")]
    public void The_program_is_named_from_where_its_user_is(string expected, string? process, string directory) =>
        Assert.Equal(expected, ProgramPath.Of(process, "/srv/bin/node.dll", directory));
}
