using System.Text;
using Flyte.Actors.Payloads;
using Xunit;

namespace Flyte.Actors.Tests.Payloads;

/// <summary>Parts of a list of values, found without their type.</summary>
public sealed class PayloadBlockTests
{
    private static readonly PayloadBlock Block = new("[1, {\"a\":[2,\"],\"]} ,\n \"three\" , null]"u8.ToArray(), 4);

    [Theory]
    [InlineData(0, 0, "[]")]
    [InlineData(2, 0, "[]")]
    [InlineData(0, 1, "[1]")]
    [InlineData(1, 1, "[{\"a\":[2,\"],\"]}]")]
    [InlineData(2, 2, "[\"three\" , null]")]
    [InlineData(3, 1, "[null]")]
    public void A_part_has_its_values_as_they_were(int from, int length, string json)
    {
        var part = Block.Slice(from, length);

        Assert.Equal((json, length), (Encoding.UTF8.GetString(part.Json.Span), part.Count));
    }

    [Fact]
    public void All_of_them_are_the_block_itself() => Assert.Same(Block, Block.Slice(0, 4));

    [Fact]
    public void A_value_is_found() => Assert.Equal("\"three\"", Encoding.UTF8.GetString(Block.Element(2).Span));
}
