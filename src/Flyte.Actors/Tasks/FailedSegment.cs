namespace Flyte.Actors.Tasks;

/// <summary>Consecutive items that all failed for one reason, such as the abort of their run.</summary>
internal sealed class FailedSegment(int first, int count, Func<int, ItemError> error) : ResultSegment(first, count)
{
    private const int PartSize = 256;

    internal override bool HasErrors => true;

    internal override IReadOnlyList<ResultSegment> Parts =>
        Count <= PartSize ? [this] : [.. Enumerable.Range(0, (Count + PartSize - 1) / PartSize)
            .Select(i => Slice(First + i * PartSize, Math.Min(PartSize, Count - i * PartSize)))];

    internal override ResultSegment Slice(int first, int count) => new FailedSegment(first, count, error);

    internal override ResultSegment MoveTo(int first) => new FailedSegment(first, Count, index => error(index - first + First));

    internal override ItemError? ErrorAt(int index) => error(index);

    internal override ResultSegment<TOut> As<TOut>()
    {
        var errors = new ItemError?[Count];
        for (var i = 0; i < Count; i++)
        {
            errors[i] = error(First + i);
        }

        return new ResultSegment<TOut>(First, Count, new TOut[Count], errors, 0);
    }
}
