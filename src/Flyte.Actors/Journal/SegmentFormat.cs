using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Journal;

/// <summary>Results as they are stored and sent, but for the place of their payloads.</summary>
internal static class SegmentFormat
{
    internal static Wire.ItemsFinished Write(ResultSegment results, RunId run)
    {
        var wire = new Wire.ItemsFinished { First = results.First, Count = results.Count, Shared = ErrorFormat.Write(results.SharedError) };
        for (var index = results.First; results.HasErrors && index < results.End; index++)
        {
            if (results.ErrorAt(index) is { } error)
            {
                wire.Failures.Add(new Wire.Failure
                {
                    Offset = index - results.First,
                    Error = wire.Shared is null ? ErrorFormat.Write(error, run, index) : ErrorFormat.WriteOwn(error),
                });
            }
        }

        return wire;
    }

    internal static EncodedSegment Read(Wire.ItemsFinished wire, RunId run, PayloadBlock block)
    {
        var errors = wire.Failures.Count == 0 ? null : new ItemError?[wire.Count];
        var shared = ErrorFormat.Read(wire.Shared);
        foreach (var failure in wire.Failures)
        {
            var index = wire.First + failure.Offset;
            errors![failure.Offset] = shared is null ? ErrorFormat.Read(failure.Error, run, index) : ErrorFormat.ReadOwn(shared, failure.Error, run, index);
        }

        return new EncodedSegment(wire.First, wire.Count, block, errors);
    }

    /// <summary>How many results the payloads have.</summary>
    internal static int Values(Wire.ItemsFinished wire) => wire.Count - wire.Failures.Count;
}
