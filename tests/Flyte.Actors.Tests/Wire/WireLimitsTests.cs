using Flyte.Actors.Protocol;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Journal;
using Flyte.Actors.Wire;
using Xunit;

namespace Flyte.Actors.Tests.Wire;

/// <summary>No message that can be made is larger than a frame.</summary>
public sealed class WireLimitsTests
{
    [Fact]
    public void The_largest_payload_is_checked_when_a_node_starts()
    {
        WireLimits.Demand(new FlyteOptions().MaxPayloadBytes);
        WireLimits.Demand(WireLimits.MaxPayloadBytes);

        var e = Assert.Throws<ArgumentException>(() => WireLimits.Demand(WireLimits.MaxPayloadBytes + 1));
        Assert.Contains($"{WireLimits.MaxPayloadBytes:N0}", e.Message);
    }

    [Fact]
    public void What_an_item_actor_says_goes_in_as_many_messages_as_its_results_have_parts()
    {
        int[] values = [.. Enumerable.Range(0, 100_000)];
        var results = new SegmentEncoder<int>(values, errors: null, new(1024), (_, e) => e).Encode(7, 0, values.Length);
        var done = new LeaseDone(3, results, Samples.Error(), 9, 2, TimeSpan.FromSeconds(1), [8], HasLeaked: true);

        var messages = LeaseParts.Of(done).ToList();

        Assert.InRange(messages.Count, 5, 20);
        Assert.All(messages[..^1], m => Assert.Equal((3, 0), (((Progress)m).Lease, ((Progress)m).GivenBackCount)));
        var last = Assert.IsType<LeaseDone>(messages[^1]);
        Assert.Equal(done with { Finished = last.Finished }, last);
        ResultSegment[] parts = [.. messages[..^1].Select(m => ((Progress)m).Finished!), last.Finished!];
        Assert.Equal((7, values.Length), (parts[0].First, parts.Sum(part => part.Count)));
        Assert.Equal(parts.Skip(1).Select(part => part.First), parts.SkipLast(1).Select(part => part.End));
        Assert.All(parts, part => Assert.InRange(part.Block!.Json.Length, 1, 80_000));
    }

    [Fact]
    public void What_is_small_goes_as_it_is()
    {
        ILeaseMessage[] small = [new Slept(1), new Progress(1, null, 0, 0), new Progress(1, WireSamples.Segment("one"), 0, 0)];

        Assert.Equal(small, small.SelectMany(LeaseParts.Of));
    }

    [Fact]
    public void A_list_of_runs_is_cut_and_has_one_at_least()
    {
        var run = ((RunStatus)WireSamples.All["run-status-full"]).Info;
        var large = run with { Error = Samples.Error() with { Message = new string('x', 10_000) } };
        RunInfo[] runs = [.. Enumerable.Range(0, 100).Select(i => large with { Id = $"run-{i}" })];

        Assert.Equal((100, false), Cut(runs, 0));
        Assert.Equal((1, true), Cut(runs, 100));
        Assert.Equal((1, false), Cut(runs[..1], 100));
        Assert.Equal((9, true), Cut(runs, 100_000));
        Assert.Equal((100, false), Cut(runs, 2_000_000));
    }

    private static (int Count, bool IsCut) Cut(RunInfo[] runs, int maxBytes)
    {
        var list = RunListCut.Of(runs, maxBytes);
        return (list.Runs.Count, list.IsCut);
    }
}
