using Flyte.Actors;
using Flyte.Node.Output;

namespace Flyte.Node.Documents;

/// <summary>All that is known of a run.</summary>
internal sealed record RunDocument
{
    public required string Id { get; init; }

    public required string Task { get; init; }

    public string? Name { get; init; }

    public string? RerunOf { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required string Phase { get; init; }

    public required CountsDocument Items { get; init; }

    public required int Concurrency { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? Notice { get; init; }

    public ErrorDocument? Error { get; init; }

    internal static RunDocument Of(RunInfo run) => new()
    {
        Id = run.Id,
        Task = run.Task,
        Name = run.Name,
        RerunOf = run.RerunOf,
        Labels = new SortedDictionary<string, string>(run.Labels.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
        Phase = PhaseText.Of(run.Phase),
        Items = CountsDocument.Of(run.Items),
        Concurrency = run.Concurrency,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        Notice = run.Notice,
        Error = ErrorDocument.Of(run.Error),
    };

    internal RunInfo ToInfo() => new()
    {
        Id = Id,
        Task = Task,
        Name = Name,
        RerunOf = RerunOf,
        Labels = Labels,
        Phase = Enum.Parse<RunPhase>(Phase, ignoreCase: true),
        Items = Items.ToCounts(),
        Concurrency = Concurrency,
        Slots = 0,
        StartedAt = StartedAt,
        EndedAt = EndedAt,
        Notice = Notice,
        Error = Error?.ToError(),
    };
}

/// <summary>The items of a run by phase.</summary>
internal sealed record CountsDocument
{
    public required int Total { get; init; }

    public required int Queued { get; init; }

    public required int Running { get; init; }

    public required int Retrying { get; init; }

    public required int Succeeded { get; init; }

    public required int Recovered { get; init; }

    public required int Failed { get; init; }

    public required int TimedOut { get; init; }

    public required int Aborted { get; init; }

    /// <summary>Whether the stream of inputs is still open.</summary>
    public required bool MoreToCome { get; init; }

    internal static CountsDocument Of(ItemCounts items) => new()
    {
        Total = items.Total,
        Queued = items.Queued,
        Running = items.Running,
        Retrying = items.Retrying,
        Succeeded = items.Succeeded,
        Recovered = items.Recovered,
        Failed = items.Failed,
        TimedOut = items.TimedOut,
        Aborted = items.Aborted,
        MoreToCome = items.MoreToCome,
    };

    internal ItemCounts ToCounts() => new(Total, Queued, Running, Retrying, Succeeded, Failed, Aborted, TimedOut, MoreToCome) { Recovered = Recovered };
}
