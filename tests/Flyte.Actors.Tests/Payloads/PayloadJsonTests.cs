using System.Text.Json;
using Flyte.Actors.Payloads;
using Xunit;

namespace Flyte.Actors.Tests.Payloads;

/// <summary>How payloads look as JSON, and what inputs are recognised by.</summary>
public sealed class PayloadJsonTests
{
    [Fact]
    public void Names_are_camel_case_and_tuples_are_arrays()
    {
        Assert.Equal("""{"firstName":"Zoë","age":7}""", PayloadJson.Show(new Person("Zoë", 7)));
        Assert.Equal("""[1,"a",[2,3]]""", PayloadJson.Show((1, "a", (2, 3))));
        Assert.Equal("{}", PayloadJson.Show(default(Nothing)));
        Assert.Equal("\"NaN\"", PayloadJson.Show(double.NaN));
        Assert.Equal("null", PayloadJson.Show<string?>(null));
    }

    [Theory]
    [InlineData("""[1,"a",[2,3]]""", true)]
    [InlineData("""[1,"a"]""", false)]
    [InlineData("""[1,"a",[2,3],4]""", false)]
    [InlineData("""{"item1":1}""", false)]
    [InlineData("7", false)]
    public void An_array_is_read_as_a_tuple_of_just_its_length(string json, bool isOne)
    {
        if (isOne)
        {
            Assert.Equal((1, "a", (2, 3)), JsonSerializer.Deserialize<(int, string, (int, int))>(json, PayloadJson.Options));
        }
        else
        {
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<(int, string, (int, int))>(json, PayloadJson.Options));
        }
    }

    [Fact]
    public void What_cannot_be_written_is_not_shown() => Assert.Null(PayloadJson.Show(new Action(() => { })));

    [Fact]
    public void Equal_inputs_have_equal_digests_and_others_have_others()
    {
        var texts = new[] { "", "a", "b", new string('x', 29), new string('x', 30), new string('x', 31), new string('x', 5000), new string('x', 5001) };

        Assert.Equal(texts.Select(InputDigest.Of), texts.Select(text => InputDigest.Of(new string(text))));
        Assert.Equal(texts.Length, texts.Select(InputDigest.Of).Distinct().Count());
        Assert.Equal(InputDigest.Of((1, "a")), InputDigest.Of((1, "a")));
        Assert.NotEqual(InputDigest.Of((1, "a")), InputDigest.Of((2, "a")));
    }

    [Fact]
    public void Inputs_that_cannot_be_written_are_never_taken_for_one_another()
    {
        var input = new Action(() => { });

        Assert.NotEqual(InputDigest.Of(input), InputDigest.Of(input));
    }

    private sealed record Person(string FirstName, int Age);
}
