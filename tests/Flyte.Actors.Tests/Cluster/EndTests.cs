using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>A runtime tells why it has ended.</summary>
public sealed class EndTests : NodeTest
{
    [Fact]
    public async Task Who_is_stopped_says_so_and_leaves_its_cluster()
    {
        var first = await StartAsync(Plain);
        var second = await StartAsync(Plain with { SeedNodes = [AddressOf(first)] });
        await SeesAsync(first, 2);

        await second.DisposeAsync().Soon();

        var end = await second.Ended.Soon();
        Assert.Equal((NodeEndReason.Stopped, false), (end.Reason, end.ShouldRestart));
        await SeesAsync(first, 1);
    }

    [Fact]
    public async Task Who_is_given_up_by_the_others_ends_and_wants_to_be_started_again()
    {
        var first = await StartAsync(Plain);
        var second = await StartAsync(Plain with { SeedNodes = [AddressOf(first)] });
        await SeesAsync(first, 2);

        Akka.Cluster.Cluster.Get(first.System).Down(Akka.Cluster.Cluster.Get(second.System).SelfAddress);

        var end = await second.Ended.Soon();
        Assert.Equal((NodeEndReason.Downed, true), (end.Reason, end.ShouldRestart));
        Assert.False(first.Ended.IsCompleted);
    }

    [Fact]
    public async Task Who_is_made_to_leave_has_left()
    {
        var first = await StartAsync(Plain);
        var second = await StartAsync(Plain with { SeedNodes = [AddressOf(first)] });
        await SeesAsync(first, 2);

        Akka.Cluster.Cluster.Get(first.System).Leave(Akka.Cluster.Cluster.Get(second.System).SelfAddress);

        Assert.Equal(NodeEndReason.Left, (await second.Ended.Soon()).Reason);
    }

    [Fact]
    public async Task Who_is_quarantined_by_a_node_ends_and_wants_to_be_started_again()
    {
        var first = await StartAsync(Plain);
        var second = await StartAsync(Plain with { SeedNodes = [AddressOf(first)] });
        await Task.WhenAll(SeesAsync(first, 2), SeesAsync(second, 2));
        var (one, two) = (Akka.Cluster.Cluster.Get(first.System), Akka.Cluster.Cluster.Get(second.System));

        // As remoting does when the other does not take its messages any more.
        second.System.EventStream.Publish(new Akka.Remote.ThisActorSystemQuarantinedEvent(two.SelfAddress, one.SelfAddress));

        var end = await second.Ended.Soon();
        Assert.Equal((NodeEndReason.Quarantined, true), (end.Reason, end.ShouldRestart));
        Assert.Contains(AddressOf(first), end.Message, StringComparison.Ordinal);
        Assert.False(one.IsTerminated);
    }

    [Fact]
    public async Task A_runtime_without_a_cluster_ends_when_it_is_stopped()
    {
        var alone = await FlyteRuntime.StartAsync(Env);

        await alone.DisposeAsync().Soon();

        Assert.Equal(NodeEndReason.Stopped, (await alone.Ended.Soon()).Reason);
    }
}
