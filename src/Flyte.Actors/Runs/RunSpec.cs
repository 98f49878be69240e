using Flyte.Actors.Payloads;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Runs;

/// <summary>In which order a run's results are read.</summary>
internal enum ReadOrder
{
    /// <summary>By index.</summary>
    Inputs,

    /// <summary>As they were recorded.</summary>
    Completed,
}

/// <summary>What a run is, from its start to its end.</summary>
internal sealed record RunSpec
{
    internal required RunId Id { get; init; }

    /// <summary>The task of a map run; empty for a run of single calls, whose items name theirs.</summary>
    internal string Task { get; init; } = "";

    internal TaskOptions Options { get; init; } = TaskOptions.Default;

    internal required int Concurrency { get; init; }

    /// <summary>How many items may start ahead of the reader; 0 is no bound.</summary>
    internal int RunAhead { get; init; }

    internal bool FailFast { get; init; }

    /// <summary>
    /// The one order in which its only reader reads, so that results need not outlive their reading; null when the results are
    /// kept for readers that come later, in any order.
    /// </summary>
    internal ReadOrder? OnlyOrder { get; init; }

    /// <summary>
    /// What the inputs of a run are recognised by whose caller chose the id: with others it is another run. Null where they are
    /// a stream, which is taken for the same one.
    /// </summary>
    internal InputDigest? Input { get; init; }

    internal string? Name { get; init; }

    internal IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>When everything in it must be done, inherited from the item above.</summary>
    internal DateTimeOffset? Deadline { get; init; }

    /// <summary>The run of the item that started this one, and the item; null for a root.</summary>
    internal RunId? Parent { get; init; }

    internal int ParentItem { get; init; }

    /// <summary>Which attempt at the parent's item this run belongs to: a later one takes over what an earlier one recorded.</summary>
    internal int ParentAttempt { get; init; } = 1;

    /// <summary>
    /// How many attempts at the parent's item have failed by its own fault: with as many, a later execution goes on with what an
    /// earlier one was interrupted in.
    /// </summary>
    internal int ParentFailures { get; init; }

    /// <summary>Whether the parent may be executed again and will then look for the results of this run.</summary>
    internal bool IsRecalled { get; init; }

    /// <summary>Whether its events go to the journal, so that it outlives the process.</summary>
    internal bool IsRecorded { get; init; }

    /// <summary>The run that this one runs again; null when its inputs come from a caller.</summary>
    internal RerunSource? Source { get; init; }

    /// <summary>What its items are executed for, unless their inputs say; null for nothing that anybody traces.</summary>
    internal TraceContext? Trace { get; init; }

    /// <summary>Whether both describe the same run: a start that is repeated, not another one of the same name.</summary>
    internal bool IsSameAs(RunSpec other) =>
        this with { Labels = other.Labels, Source = other.Source, Trace = other.Trace, Input = Input is null || other.Input is null ? other.Input : Input } == other
        && Labels.Count == other.Labels.Count
        && Labels.All(l => other.Labels.TryGetValue(l.Key, out var value) && string.Equals(value, l.Value, StringComparison.Ordinal));
}
