using Flyte.Actors.Runtime;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

public sealed class LeaseRangeTests
{
    [Fact]
    public void What_is_taken_is_in_hand_until_the_next_one_is_taken()
    {
        var range = new LeaseRange(3);
        Assert.Equal((null, 0), (range.InHand, range.Finished));

        Assert.True(range.Take(0));
        Assert.Equal((0, 0), (range.InHand, range.Finished));
        Assert.True(range.Take(1));
        Assert.Equal((1, 1), (range.InHand, range.Finished));
        Assert.True(range.Take(2));
        Assert.False(range.Take(3));
        Assert.Equal((null, 3, 3), (range.InHand, range.Finished, range.Taken));
    }

    [Fact]
    public void A_cut_leaves_what_is_taken_and_returns_the_rest()
    {
        var range = new LeaseRange(5);
        range.Take(0);
        range.Take(1);

        Assert.Equal((2, 3), range.Cut());
        Assert.Equal((2, 0), range.Cut());
        Assert.Equal((1, 1), (range.InHand, range.Finished));
        Assert.False(range.Take(2));
        Assert.Equal(2, range.Taken);
    }

    [Fact]
    public void A_cut_before_the_first_item_returns_them_all()
    {
        var range = new LeaseRange(5);

        Assert.Equal((0, 5), range.Cut());
        Assert.False(range.Take(0));
        Assert.Equal((null, 0, 0), (range.InHand, range.Finished, range.Taken));
    }

    [Fact]
    public void Each_item_is_taken_by_the_thread_or_returned_by_the_cut_and_never_both()
    {
        const int Rounds = 1000;
        const int Count = 4096;
        const int YieldEvery = 512;
        var range = new LeaseRange(Count);
        var returned = (First: 0, Count: 0);
        using var meet = new Barrier(2);
        var actor = new Thread(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                meet.SignalAndWait();
                while (range.Finished < round % (Count / 2))
                {
                    Thread.Yield();
                }

                returned = range.Cut();
                meet.SignalAndWait();
                meet.SignalAndWait();
            }
        });
        actor.Start();
        var (cutInTheMiddle, wrong) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            range = new LeaseRange(Count);
            meet.SignalAndWait();
            var taken = 0;
            while (range.Take(taken))
            {
                taken++;
                if (taken % YieldEvery == 0)
                {
                    Thread.Yield(); // Where there is one processor for both threads, they meet nowhere else.
                }
            }

            meet.SignalAndWait();
            wrong += (returned.First, returned.First + returned.Count, range.Taken) == (taken, Count, taken) ? 0 : 1;
            cutInTheMiddle += taken is > 0 and < Count ? 1 : 0;
            meet.SignalAndWait();
        }

        actor.Join();
        Assert.Equal(0, wrong);
        Assert.True(cutInTheMiddle > 0, "No cut met the thread at work: the test shows nothing.");
    }

    [Fact]
    public void The_item_in_hand_is_in_hand_while_the_range_is_cut()
    {
        const int Rounds = 200_000;
        var range = new LeaseRange(4);
        Assert.True(range.Take(0));
        using var stop = new ManualResetEventSlim();
        var actor = new Thread(() =>
        {
            while (!stop.IsSet)
            {
                range.Cut();
            }
        });
        actor.Start();
        var missed = 0;
        for (var round = 0; round < Rounds; round++)
        {
            missed += range.InHand == 0 ? 0 : 1;
        }

        stop.Set();
        actor.Join();
        Assert.Equal(0, missed);
    }
}
