using Flyte.Actors.Journal;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Wire;

/// <summary>What the slots of a run do and did lately.</summary>
internal static class ActivityFormat
{
    internal static Proto.GetActivity Write(GetActivity get) => new() { Run = get.RunId.Value };

    internal static GetActivity Read(Proto.GetActivity wire) => new(new RunId(wire.Run));

    internal static Proto.ActivityReport Write(ActivityReport report)
    {
        var wire = new Proto.ActivityReport { Run = report.RunId.Value };
        var nodes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var span in report.Activity.Spans)
        {
            wire.Spans.Add(new Proto.LeaseSpan
            {
                Node = PlaceOf(span.Node, nodes),
                Slot = span.Slot,
                First = span.First,
                Count = span.Count,
                Failed = span.Failed,
                StartedAt = span.StartedAt.UtcTicks,
                Length = (span.EndedAt - span.StartedAt).Ticks,
            });
        }

        foreach (var item in report.Activity.Running)
        {
            wire.Running.Add(new Proto.RunningItem
            {
                Index = item.Index,
                Node = PlaceOf(item.Node, nodes),
                Slot = item.Slot,
                Attempt = item.Attempt,
                StartedAt = item.StartedAt.UtcTicks,
            });
        }

        wire.Nodes.Add(nodes.OrderBy(node => node.Value).Select(node => node.Key));
        return wire;
    }

    internal static ActivityReport Read(Proto.ActivityReport wire)
    {
        var spans = new List<LeaseSpan>(wire.Spans.Count);
        foreach (var span in wire.Spans)
        {
            var start = SpecFormat.At(span.StartedAt);
            spans.Add(new LeaseSpan(wire.Nodes[span.Node], span.Slot, span.First, span.Count, span.Failed, start, start + new TimeSpan(span.Length)));
        }

        var running = new List<RunningItem>(wire.Running.Count);
        foreach (var item in wire.Running)
        {
            running.Add(new RunningItem(item.Index, wire.Nodes[item.Node], item.Slot, item.Attempt, SpecFormat.At(item.StartedAt)));
        }

        return new ActivityReport(new RunId(wire.Run), new RunActivity { Spans = spans, Running = running });
    }

    private static int PlaceOf(string node, Dictionary<string, int> nodes)
    {
        if (!nodes.TryGetValue(node, out var place))
        {
            nodes.Add(node, place = nodes.Count);
        }

        return place;
    }
}
