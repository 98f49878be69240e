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

    [Theory]
    [InlineData("root")]
    [InlineData("root/0/calls")]
    [InlineData("root/0/count_map-0/17/größe_map-1")]
    public void The_id_of_a_run_that_another_one_has_called_is_one_too(string id) => Assert.Equal(id, RunId.ParseAny(id).Value);

    [Theory]
    [InlineData("a b/0/calls")]
    [InlineData("root/")]
    [InlineData("root/0")]
    [InlineData("root/0/")]
    [InlineData("root/x/calls")]
    [InlineData("root/99999999999/calls")]
    [InlineData("root/0/traces")]
    [InlineData("root/0/a\n")]
    public void What_cannot_be_below_a_root_is_no_run_id(string id) =>
        Assert.Contains("is no run id", Assert.Throws<ArgumentException>(() => RunId.ParseAny(id)).Message, StringComparison.Ordinal);

    [Fact]
    public void New_ids_differ_and_can_be_parsed()
    {
        var ids = Enumerable.Range(0, 100).Select(_ => RunId.New("words")).ToHashSet();

        Assert.Equal(100, ids.Count);
        Assert.All(ids, id => Assert.Equal(id, RunId.Parse(id.Value)));
    }
}
