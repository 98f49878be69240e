using Flyte.Actors.Payloads;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime.Caching;

/// <summary>Joins cached results of consecutive items to segments, as large as those that bodies make.</summary>
internal sealed class HitSegments(Action<ResultSegment> emit)
{
    private readonly List<ReadOnlyMemory<byte>> values = [];
    private int first;
    private int size;

    internal void Add(int index, ReadOnlyMemory<byte> json)
    {
        if (index != first + values.Count || size >= PayloadLimits.Block)
        {
            Flush();
            first = index;
        }

        values.Add(json);
        size += json.Length + 1;
    }

    internal void Flush()
    {
        if (values.Count > 0)
        {
            emit(new EncodedSegment(first, values.Count, Block(values, size), errors: null));
            values.Clear();
            size = 0;
        }
    }

    /// <summary>One cached result for one item.</summary>
    internal static ResultSegment Of(int index, ReadOnlyMemory<byte> json) =>
        new EncodedSegment(index, 1, Block([json], json.Length + 1), errors: null);

    private static PayloadBlock Block(List<ReadOnlyMemory<byte>> values, int size)
    {
        var block = new byte[size + 1];
        var at = 0;
        foreach (var value in values)
        {
            block[at++] = (byte)(at == 1 ? '[' : ',');
            value.Span.CopyTo(block.AsSpan(at));
            at += value.Length;
        }

        block[at] = (byte)']';
        return new PayloadBlock(block, values.Count);
    }
}
