using Flyte.Actors.Runs;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

/// <summary>Failures that differ from item to item only in what they name are of one kind.</summary>
public sealed class FailureKeyTests
{
    [Theory]
    [InlineData("item 17 is bad", "item # is bad")]
    [InlineData("line 3, byte 1,024: 10.5 ms", "line #, byte #: # ms")]
    [InlineData("run-17 was lost", "# was lost")]
    [InlineData("3f2504e0-abcd-11d3-9a0c-0305e82c3301 is unknown", "# is unknown")]
    [InlineData("fade0c1e-abcd-11d3-9a0c-0305e82c3301 is unknown", "# is unknown")]
    [InlineData("connection to 10.0.0.7:5432 refused at 12:30:01.5", "connection to # refused at #")]
    [InlineData("the file 'a b.txt' is not there", "the file # is not there")]
    [InlineData("\"x\" and `y` and “z” and «ä»", "# and # and # and #")]
    [InlineData("it isn't the users' fault", "it isn't the users' fault")]
    [InlineData("no value for 'it isn't', says 'he'", "no value for #, says #")]
    [InlineData("it begins with 'and never ends", "it begins with #")]
    [InlineData("non-zero and Müller", "non-zero and Müller")]
    [InlineData("😀 failed", "## failed")]
    [InlineData("", "")]
    public void What_differs_from_item_to_item_is_left_out(string message, string expected) => Assert.Equal($"Code\n{expected}", KeyOf("Code", message));

    [Fact]
    public void The_code_counts() => Assert.NotEqual(KeyOf("One", "failed"), KeyOf("Two", "failed"));

    [Fact]
    public void However_long_a_message_is_its_key_is_not()
    {
        var text = string.Concat(Enumerable.Repeat("never again ", 2000));

        Assert.Equal(KeyOf("Code", text), KeyOf("Code", text + "at all"));
        Assert.InRange(KeyOf(new string('C', 1000), text).Length, 1, FailureKey.MaxLength);
        Assert.InRange(KeyOf("Code", new string('x', 100_000)).Length, 1, FailureKey.MaxLength);
        Assert.Equal("Code\nstarts #", KeyOf("Code", "starts '" + text));
    }

    [Fact]
    public void Whatever_a_message_says_it_has_a_key()
    {
        const string Signs = "ab1'\"-.,:_ «»😀é";
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(400)).Select(_ => Signs[random.Next(Signs.Length)])]);
            Assert.Equal(KeyOf("Code", text), KeyOf("Code", text));
        }
    }

    private static string KeyOf(string code, string message)
    {
        Span<char> buffer = stackalloc char[FailureKey.MaxLength];
        return new string(buffer[..FailureKey.Write(code, message, buffer)]);
    }
}
