using Flyte.Actors.Runs;

namespace Flyte.Actors.Journal;

/// <summary>The failures of a run by their kind, as a snapshot has them.</summary>
internal static class FailuresFormat
{
    internal static void Write(FailureGroups? failures, Wire.Execution wire)
    {
        foreach (var kind in failures?.Kinds ?? [])
        {
            var group = new Wire.Failures { Key = kind.Key, Code = kind.Code, Message = kind.Message, Count = kind.Count };
            group.Items.Add(kind.Items);
            wire.Failures.Add(group);
        }
    }

    /// <exception cref="InvalidDataException">Some are missing: an earlier version has written it, which did not know of them.</exception>
    internal static FailureGroups? Read(Wire.Execution wire)
    {
        var failures = wire.Failures.Count == 0 ? null : new FailureGroups(Kinds(wire));
        return (failures?.Count ?? 0) == wire.Failed + wire.Aborted + wire.TimedOut
            ? failures
            : throw new InvalidDataException("It does not say what failed: an earlier version wrote it.");
    }

    private static IEnumerable<FailureGroups.Kind> Kinds(Wire.Execution wire)
    {
        foreach (var group in wire.Failures)
        {
            yield return new FailureGroups.Kind(group.Key, group.Code, group.Message) { Count = group.Count, Items = [.. group.Items] };
        }
    }
}
