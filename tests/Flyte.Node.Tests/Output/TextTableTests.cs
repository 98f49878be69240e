using System.Text.Json;
using Flyte.Node.Output;

namespace Flyte.Node.Tests.Output;

public sealed class TextTableTests
{
    [Fact]
    public void Flat_objects_are_aligned_with_numbers_to_the_right()
    {
        var table = TextTable.Of(Parse("""[{"word":"the","count":1200},{"word":"a","count":7,"note":"x\ny"},{"count":null,"word":true}]"""));
        Assert.Equal(
            ["word  count  note", "the    1200", "a         7  x y", "true"],
            table!.Lines());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[1,2]")]
    [InlineData("[{}]")]
    [InlineData("[{\"a\":[1]}]")]
    [InlineData("[{\"a\":1},2]")]
    [InlineData("{\"a\":1}")]
    [InlineData("\"text\"")]
    public void Anything_else_is_no_table(string json) => Assert.Null(TextTable.Of(Parse(json)));

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
