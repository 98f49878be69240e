using Flyte.Actors.Journal;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Google.Protobuf;

namespace Flyte.Actors.Wire;

/// <summary>Pages of inputs and segments of results with their payloads: the JSON that they were encoded to, which is not copied.</summary>
internal static class PayloadFormat
{
    internal static Journal.Wire.ItemsAdded Write(InputPage page)
    {
        var wire = PageFormat.Write(page);
        wire.Inputs = Write(page.Block ?? throw new InvalidOperationException(
            $"Inputs of task '{page.Task.Name}' cannot go to another node: they were not encoded before."));
        return wire;
    }

    internal static StoredPage Read(Journal.Wire.ItemsAdded wire)
    {
        var block = Read(wire.Inputs, PageFormat.Values(wire));
        return wire.Faults.All(fault => fault.Offset >= 0 && fault.Offset < wire.Count)
            ? PageFormat.Read(wire, block)
            : throw new InvalidDataException("It has a fault that is of none of its inputs.");
    }

    internal static Journal.Wire.ItemsFinished Write(ResultSegment segment, RunId run)
    {
        var wire = SegmentFormat.Write(segment, run);
        wire.Results = Write(segment.Block ?? (SegmentFormat.Values(wire) == 0 ? PayloadBlock.Empty : throw new InvalidOperationException(
            $"Results of items {segment.First} to {segment.End - 1} cannot go to another node: they were not encoded before, or are in several parts.")));
        return wire;
    }

    internal static EncodedSegment Read(Journal.Wire.ItemsFinished wire, RunId run) =>
        SegmentFormat.Read(wire, run, Read(wire.Results, SegmentFormat.Values(wire)));

    private static Journal.Wire.Payloads Write(PayloadBlock block) => block.IsElsewhere
        ? throw new InvalidOperationException("A payload cannot go to another node before it is read from beside the journal.")
        : new() { Json = UnsafeByteOperations.UnsafeWrap(block.Json) };

    // So many values as are said to be there take at least so much: what is made for them is no larger than what came.
    private static PayloadBlock Read(Journal.Wire.Payloads? wire, int count) =>
        wire is not null && count >= 0 && wire.Json.Length >= 2L * count + 1 && wire.Beside.Length == 0
            ? new PayloadBlock(wire.Json.Memory, count)
            : throw new InvalidDataException($"It says that it has {count} payloads, which it has not.");
}
