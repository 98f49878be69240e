namespace Flyte.Actors.Tasks;

/// <summary>Consecutive items that all failed for one reason, such as the abort of their run.</summary>
/// <param name="first">The index of the first item.</param>
/// <param name="count">The number of items, all of one page.</param>
/// <param name="error">The error of an item by its index.</param>
/// <param name="shared">What the errors have in common; null where that is not known.</param>
/// <param name="inputBytes">The most that the inputs in the errors take, of all items of their page together.</param>
internal sealed class FailedSegment(int first, int count, Func<int, ItemError> error, ItemError? shared = null, int inputBytes = 0) : ResultSegment(first, count)
{
    private const int PartSize = 1024;
    private const int SizeOfOwn = 24;

    internal override bool HasErrors => true;

    internal override ItemError? SharedError => shared;

    internal override int ErrorBytes =>
        shared is null ? base.ErrorBytes : Errors.SizeOf(shared) + Count * SizeOfOwn + (int)Math.Min(inputBytes, (long)Count * Errors.MostInputBytes);

    internal override IReadOnlyList<ResultSegment> Parts =>
        Count <= PartSize ? [this] : [.. Enumerable.Range(0, (Count + PartSize - 1) / PartSize)
            .Select(i => Slice(First + i * PartSize, Math.Min(PartSize, Count - i * PartSize)))];

    internal override ResultSegment Slice(int first, int count) => new FailedSegment(first, count, error, shared, inputBytes);

    internal override ResultSegment MoveTo(int first) => new FailedSegment(first, Count, index => error(index - first + First), shared, inputBytes);

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
