namespace Flyte.Actors.Runs;

/// <summary>Joins what is recalled of items one by one to the events that say so: one for each stretch of the old record.</summary>
internal sealed class RecalledRange(Action<ItemsRecalled> emit)
{
    private RecordedSegment? start;
    private int generation;
    private int count;

    internal void Add(RecordedSegment result, int ofGeneration)
    {
        if (start is not null
            && (ofGeneration != generation
                || result.Stored != start.Stored
                || result.HasErrors != start.HasErrors
                || result.First != start.First + count
                || result.StoredFirst != start.StoredFirst + count))
        {
            Flush();
        }

        start ??= result;
        generation = ofGeneration;
        count++;
    }

    internal void Flush()
    {
        if (start is not null)
        {
            emit(new ItemsRecalled(start.First, count, generation, start.StoredFirst, start.Slice(start.First, count)));
            (start, count) = (null, 0);
        }
    }
}
