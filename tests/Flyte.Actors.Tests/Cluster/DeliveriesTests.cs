using Flyte.Actors.Cluster;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>What one end tells the other hears once and in order, whatever the network makes of it.</summary>
public sealed class DeliveriesTests
{
    [Fact]
    public void Messages_are_numbered_from_one_and_kept_until_they_were_seen()
    {
        var end = new Deliveries<string>();

        Assert.Equal([1, 2, 3], new[] { "one", "two", "three" }.Select(end.Tell));
        Assert.Equal([(1, "one"), (2, "two"), (3, "three")], end.Unseen);

        end.OnSeen(2);
        Assert.Equal([(3, "three")], end.Unseen);
        end.OnSeen(1);
        Assert.Equal([(3, "three")], end.Unseen);
        end.OnSeen(3);
        Assert.Empty(end.Unseen);
        Assert.Equal(4, end.Tell("four"));
    }

    [Fact]
    public void Only_the_next_one_is_heard()
    {
        var end = new Deliveries<string>();

        Assert.Equal([false, true, false, false, true, false], new[] { 2, 1, 1, 3, 2, 0 }.Select(end.Hears));
        Assert.Equal(2, end.Heard);
    }

    /// <summary>Each step tells something new, or carries one of the messages that are on the way or were repeated, or loses it.</summary>
    [Property]
    public void Whatever_is_lost_doubled_or_overtaken_arrives_once_and_in_order(NonNegativeInt[] steps, int seed)
    {
        var (here, there) = (new Deliveries<int>(), new Deliveries<int>());
        var network = new List<(int Number, int Message)>();
        var heard = new List<int>();
        var random = new Random(seed);
        var told = 0;
        foreach (var step in steps)
        {
            switch (step.Get % 4)
            {
                case 0:
                    network.Add((here.Tell(++told), told));
                    break;
                case 1:
                    network.AddRange(here.Unseen);
                    break;
                case 2 when network.Count > 0:
                    network.RemoveAt(random.Next(network.Count));
                    break;
                case 3 when network.Count > 0:
                    Carry(network[random.Next(network.Count)]);
                    break;
            }
        }

        here.Unseen.ToList().ForEach(Carry);

        Assert.Equal(Enumerable.Range(1, told), heard);
        Assert.Empty(here.Unseen);

        void Carry((int Number, int Message) arrived)
        {
            if (there.Hears(arrived.Number))
            {
                heard.Add(arrived.Message);
            }

            here.OnSeen(there.Heard);
        }
    }
}
