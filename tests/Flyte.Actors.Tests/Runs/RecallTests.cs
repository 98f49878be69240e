using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

public sealed class RecallTests
{
    private static readonly string[] Inputs = ["a", "b", "a", "c"];

    [Fact]
    public void Identical_items_have_a_result_each()
    {
        var recall = Recorded();

        Assert.Equal("r0", Take(recall, "a"));
        Assert.Equal("r2", Take(recall, "a"));
        Assert.Null(Take(recall, "a"));
        Assert.Equal("r1", Take(recall, "b"));
        Assert.Null(Take(recall, "d"));
    }

    [Fact]
    public void An_item_that_failed_is_not_remembered() => Assert.Null(Take(Recorded(), "c"));

    [Fact]
    public void The_same_input_of_another_task_is_another_item() =>
        Assert.Null(Take(Recorded(), "b", new TaskEnvironment("pure").Task("other", (string text) => text)));

    [Fact]
    public void What_is_taken_over_has_the_index_of_the_item_that_asked()
    {
        var page = new InputPage<string>(Echo.Definition, Echo.Options, ["b"], 0, 1);

        Assert.Equal(10, Assert.Single(Recorded().TakeAll(page, first: 10)).Index);
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("1", "1 ")]
    [InlineData("0123456789012345678901234567890123456789", "0123456789012345678901234567890123456788")]
    [InlineData("01234567890123456789012345678", "0123456789012345678901234567")]
    public void Inputs_are_recognised_by_their_content_however_long(string one, string other)
    {
        Assert.Equal(InputDigest.Of(one), InputDigest.Of(string.Concat(one, "")));
        Assert.NotEqual(InputDigest.Of(one), InputDigest.Of(other));
    }

    [Fact]
    public void Equal_content_of_different_objects_is_one_input() =>
        Assert.Equal(InputDigest.Of(Inputs.ToList()), InputDigest.Of(Inputs));

    [Fact]
    public void An_input_that_cannot_be_written_is_like_no_other()
    {
        var loop = new List<object>();
        loop.Add(loop);

        Assert.NotEqual(InputDigest.Of(loop), InputDigest.Of(loop));
    }

    private static FlyteTask<string, string> Echo { get; } = new TaskEnvironment("pure").Task("echo", (string text) => text);

    private static Recall Recorded()
    {
        var inputs = new KeptInputs();
        inputs.Add(new InputPage<string>(Echo.Definition, Echo.Options, Inputs, 0, Inputs.Length));
        var results = new ResultSegment<string>(0, 4, ["r0", "r1", "r2", "r3"], [null, null, null, Pages.Error(3)], 0);
        var recall = new Recall();
        recall.Add([results.Slice(0, 2), results.Slice(2, 2)], inputs);
        return recall;
    }

    private static string? Take(Recall recall, string input, FlyteTask<string, string>? task = null)
    {
        task ??= Echo;
        var page = new InputPage<string>(task.Definition, task.Options, [input], 0, 1);
        return recall.TakeAll(page, first: 0).SingleOrDefault().Item.Result?.As<string>() is { } result ? result.Values[result.Start] : null;
    }
}
