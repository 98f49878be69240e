using Flyte.Actors.Runs;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

public sealed class ChildPlaceTests
{
    private static readonly RunId Root = new("root");

    [Theory]
    [InlineData("root/3/calls", 3, "calls")]
    [InlineData("root/0/count_map-0", 0, "count_map-0")]
    [InlineData("root", -1, "")]
    [InlineData("root/3/calls/0/calls", -1, "")]
    [InlineData("root/3/traces", -1, "")]
    [InlineData("rooty/3/calls", -1, "")]
    [InlineData("root-3/4/calls", -1, "")]
    public void Only_what_an_item_has_called_itself_has_a_place(string id, int item, string key) =>
        Assert.Equal(item < 0 ? null : new ChildPlace(item, key), ChildPlace.Of(new RunId(id), Root));

    [Fact]
    public void Places_are_ordered_by_item_and_then_by_key()
    {
        ChildPlace[] places = [new(0, "b"), new(2, "a"), new(2, "b"), new(10, "a")];
        Assert.Equal(places, places.Reverse().Order());
        Assert.Equal(places.Cast<ChildPlace?>(), places.Select(place => ChildPlace.TryParse(place.ToString())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("3/")]
    [InlineData("/a")]
    [InlineData("-1/a")]
    [InlineData("x/a")]
    [InlineData("3/a/b")]
    [InlineData("99999999999/a")]
    public void What_is_no_place_is_refused(string text)
    {
        Assert.Null(ChildPlace.TryParse(text));
        Assert.Contains("Next", Assert.Throws<ArgumentException>(() => new ChildQuery { After = text }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_has_bounds()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChildQuery { Item = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChildQuery { Limit = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChildQuery { Limit = 1001 });
    }
}
