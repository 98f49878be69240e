namespace Flyte.Actors.Runs;

/// <summary>Joins what is recalled of items one by one to the events that say so: one for each stretch of the old record.</summary>
internal sealed class RecalledRange(Action<ItemsRecalled> emit)
{
    private RecordedSegment? start;
    private Origin origin;
    private int count;

    internal void Add(RecordedSegment result, Origin from)
    {
        if (start is not null
            && (from != origin with { Index = origin.Index + count }
                || result.Stored != start.Stored
                || result.HasErrors != start.HasErrors
                || result.First != start.First + count
                || result.StoredFirst != start.StoredFirst + count))
        {
            Flush();
        }

        (start, origin) = start is null ? (result, from) : (start, origin);
        count++;
    }

    internal void Flush()
    {
        if (start is not null)
        {
            emit(new ItemsRecalled(start.First, count, origin.Generation, origin.Index, start.Slice(start.First, count)));
            (start, count) = (null, 0);
        }
    }
}
