using System.Diagnostics;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>One trace shows a map across nodes.</summary>
public sealed class FarTraceTests(Fleet fleet) : IClassFixture<Fleet>
{
    [Fact]
    public async Task Items_on_other_nodes_are_in_the_trace_of_their_map_with_what_they_call()
    {
        Scene? scene = null;
        using var all = scene = new Scene(async stage =>
        {
            await scene!.SeenOn(fleet.Nodes);
            return await stage.Peer.Square.CallAsync(stage.Index);
        });
        using var spans = new Spans();

        await fleet.Client.Flyte.Map(fleet.Client.Play.MapAsync(scene.Acts(90), concurrency: 30)).Values().ToListAsync().Soon();

        var run = spans.Single("run peer.play");
        var items = spans.Of("task peer.play");
        Assert.Equal(Enumerable.Range(0, 90), items.Select(span => (int)span.GetTagItem("flyte.item.index")!).Order());
        Assert.All(items, span => Assert.Equal((run.SpanId, "vendor=1"), (span.ParentSpanId, span.TraceStateString)));
        Assert.Equal(
            fleet.Nodes.Select(fleet.AddressOf).Order(StringComparer.Ordinal),
            items.Select(NodeOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(items, span => Assert.Equal("task peer.square", Assert.Single(spans.Below(span)).DisplayName));
        Assert.Equal(181, spans.All.Count);
    }

    [Fact]
    public async Task A_trace_that_is_not_recorded_stays_so_on_other_nodes()
    {
        var seen = new Logbook();
        Scene? scene = null;
        using var all = scene = new Scene(async stage =>
        {
            seen.Write($"{Activity.Current?.TraceId} {Activity.Current?.Recorded}");
            await scene!.SeenOn(fleet.Nodes);
            return stage.Index;
        });
        using var spans = new Spans(isRecorded: false);

        await fleet.A.Flyte.Map(fleet.A.Play.MapAsync(scene.Acts(90), concurrency: 30)).Values().ToListAsync().Soon();

        Assert.Empty(spans.All);
        Assert.Equal([$"{spans.Root.TraceId} False"], seen.Lines.Distinct(StringComparer.Ordinal));
    }

    private static string NodeOf(Activity span) => (string)span.GetTagItem("flyte.node")!;
}
