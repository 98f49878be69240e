using Flyte.Actors.Runs;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

public sealed class RunIdTests
{
    [Fact]
    public void A_child_s_id_is_its_parent_s_its_item_and_its_key()
    {
        var root = RunId.Parse("words-1");
        var child = root.Child(3, "count_map-0");

        Assert.Equal("words-1/3/count_map-0", child.Value);
        Assert.Equal(("words-1", "words-1"), (root.Root, child.Child(0, "calls").Root));
        Assert.Equal((true, false), (root.IsRoot, child.IsRoot));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    [InlineData("a\n")]
    public void A_name_with_other_characters_is_no_run_id(string id) =>
        Assert.Contains("is no run id", Assert.Throws<ArgumentException>(() => RunId.Parse(id)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_run_id_has_at_most_128_characters()
    {
        Assert.Equal(128, RunId.Parse(new string('a', 128)).Value.Length);
        Assert.Throws<ArgumentException>(() => RunId.Parse(new string('a', 129)));
        Assert.Throws<ArgumentNullException>(() => RunId.Parse(null!));
    }

    [Fact]
    public void New_ids_differ_and_can_be_parsed()
    {
        var ids = Enumerable.Range(0, 100).Select(_ => RunId.New("words")).ToHashSet();

        Assert.Equal(100, ids.Count);
        Assert.All(ids, id => Assert.Equal(id, RunId.Parse(id.Value)));
    }
}
