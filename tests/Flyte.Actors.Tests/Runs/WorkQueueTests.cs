using Flyte.Actors.Runs;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

public sealed class WorkQueueTests
{
    private readonly WorkQueue queue = new();

    public WorkQueueTests() => queue.Add(new PageEntry(0, Pages.Of(10), default, null));

    [Fact]
    public void Work_comes_by_index_and_no_more_of_it_than_asked_for()
    {
        Assert.Equal("0-3", Take(4));
        Assert.Equal("4-7", Take(4));
        Assert.Equal("8-9", Take(4));
        Assert.Equal("", Take(4));
        Assert.Equal((0, 10, 10), (queue.Waiting, queue.Leased, queue.Undecided));
    }

    [Fact]
    public void Retries_that_are_due_come_first_and_alone_then_what_was_given_back_then_the_rest()
    {
        Take(6);
        queue.Return(3, 3);
        queue.Retry(1, new AttemptCount(1, 0));
        queue.Retry(2, new AttemptCount(1, 0));
        Assert.True(queue.Ready(2));
        Assert.True(queue.Ready(1));

        Assert.Equal("2-2,1-1,3-4,5-5,6-7,8-9", string.Join(',', Enumerable.Range(0, 6).Select(_ => Take(2))));
    }

    [Fact]
    public void A_retry_is_due_once()
    {
        Take(1);
        queue.Retry(0, new AttemptCount(1, 0));

        Assert.True(queue.Ready(0));
        Assert.False(queue.Ready(0));
        Assert.False(queue.Ready(5));
        Assert.Equal(10, queue.Waiting);
    }

    [Fact]
    public void What_was_out_before_may_be_handed_out_behind_the_limit_and_the_rest_may_not()
    {
        Take(6);
        queue.Return(4, 2);

        Assert.Equal("4-5", Take(4, limit: 2));
        Assert.Equal("", Take(4, limit: 2));
        Assert.Equal("6-6", Take(4, limit: 7));
    }

    [Fact]
    public void What_is_withdrawn_is_what_waits_or_rests_and_not_what_is_out()
    {
        Take(6);
        queue.Finish(0, 1);
        queue.Return(3, 3);
        queue.Retry(1, new AttemptCount(1, 0));

        var gone = queue.Withdraw(0, 8);
        gone.ForEach(g => queue.Discard(g.First, g.Count));

        Assert.Equal([1, 3, 4, 5, 6, 7], gone.SelectMany(g => Enumerable.Range(g.First, g.Count)).Order());
        Assert.Equal((2, 1, 0), (queue.Waiting, queue.Leased, queue.Retrying));
        Assert.Equal("8-9", Take(9));
    }

    [Fact]
    public void A_part_of_what_was_given_back_can_be_withdrawn()
    {
        Take(9);
        queue.Return(2, 6);

        Assert.Equal([(4, 2)], queue.Withdraw(4, 2));
        queue.Discard(4, 2);

        Assert.Equal("2-3,6-7,9-9", string.Join(',', Enumerable.Range(0, 3).Select(_ => Take(9))));
    }

    [Fact]
    public void What_has_ended_is_skipped()
    {
        queue.Withdraw(2, 1);
        queue.Discard(2, 1);

        Assert.Equal("0-1,3-9", $"{Take(9)},{Take(9)}");
        Assert.True(queue.IsDecided(2));
        Assert.True(queue.IsGone(2, 1));
        Assert.False(queue.IsGone(2, 2));
    }

    [Fact]
    public void The_attempts_of_an_item_are_known_until_it_ends()
    {
        Take(1);
        queue.Retry(0, new AttemptCount(2, 1));
        queue.Ready(0);

        Assert.Equal(new AttemptCount(2, 1), queue.Take(1, int.MaxValue)!.Value.Attempts);
        queue.Finish(0, 1);
        Assert.Equal(default, queue.AttemptsAt(0));
    }

    private string Take(int max, int limit = int.MaxValue) =>
        queue.Take(max, limit) is { } work ? $"{work.First}-{work.First + work.Count - 1}" : "";
}
