using Flyte.Node.Commands;
using Flyte.Node.Inputs;

namespace Flyte.Node.Tests.Inputs;

public sealed class ArgumentTextTests
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("\"quoted\"", "\"quoted\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData("\"", "\"\\\"\"")]
    [InlineData("\"half", "\"\\\"half\"")]
    [InlineData("\"a\" and \"b\"", "\"\\\"a\\\" and \\\"b\\\"\"")]
    [InlineData("42", "\"42\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("[1,2]", "\"[1,2]\"")]
    [InlineData("", "\"\"")]
    public void For_a_task_of_a_string_everything_but_a_json_string_is_plain_text(string text, string json) =>
        Assert.Equal(json, ArgumentText.Input(text, 0, InputKind.Text));

    [Theory]
    [InlineData("42")]
    [InlineData("-1.5e3")]
    [InlineData("{\"a\": [1, null]}")]
    [InlineData("\"text\"")]
    public void Json_is_taken_as_it_is(string text) => Assert.Equal(text, ArgumentText.Input(text, 0, InputKind.Json));

    [Theory]
    [InlineData("text")]
    [InlineData("[1,")]
    [InlineData("")]
    public void What_is_not_json_is_named(string text)
    {
        var error = Assert.Throws<UsageException>(() => ArgumentText.Input(text, 2, InputKind.Json));
        Assert.StartsWith($"INPUT 3, '{text}', is not JSON: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Items_are_the_elements_of_the_array() =>
        Assert.Equal(["1", "\"two\"", "[3, 4]", "null"], ArgumentText.Items("""[1, "two", [3, 4], null]"""));

    [Theory]
    [InlineData("{}")]
    [InlineData("1")]
    [InlineData("[1")]
    public void Items_must_be_an_array(string text) => Assert.Throws<UsageException>(() => ArgumentText.Items(text));
}
