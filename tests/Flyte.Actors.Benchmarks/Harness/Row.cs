namespace Flyte.Actors.Benchmarks;

/// <summary>One line of a report; what is null is not part of it.</summary>
internal sealed record Row
{
    public required string Bench { get; init; }

    public required string Subject { get; init; }

    public string? Case { get; init; }

    public required int Items { get; init; }

    public required int Concurrency { get; init; }

    public required double MedianMs { get; init; }

    public required long ItemsPerSecond { get; init; }

    public long? BytesPerItem { get; init; }

    /// <summary>How many times faster this subject is than the named one.</summary>
    public IReadOnlyDictionary<string, double>? RatioTo { get; init; }

    public long? PeakBytesPerItem { get; init; }

    public double? FirstItemMs { get; init; }

    /// <summary>From when a node that joins is up to when it runs its share of the bodies.</summary>
    public double? ShareMs { get; init; }

    public long? RecordedTwice { get; init; }

    public long? Lost { get; init; }

    public long? Rerun { get; init; }

    public double? P50Us { get; init; }

    public double? P99Us { get; init; }

    /// <summary>How equal the parts of equal runs are, after Jain: 1 when all are, one over their number when one has all.</summary>
    public double? Fairness { get; init; }

    public long? MessagesPerSecond { get; init; }

    public long? WireBytesPerSecond { get; init; }

    public long? CommitsPerSecond { get; init; }

    public long? JournalBytesPerSecond { get; init; }

    public long? LedgerBytes { get; init; }

    /// <summary>How much there was of something in the first half of the time, as the benchmark says.</summary>
    public long? FirstHalf { get; init; }

    /// <summary>How much there was of it in the second half.</summary>
    public long? SecondHalf { get; init; }

    /// <summary>What the subject leaves out that others do; for people only.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string DoesNot { get; init; } = "";

    public bool Is(string subject, string? @case = null) =>
        string.Equals(Subject, subject, StringComparison.Ordinal) && string.Equals(Case, @case, StringComparison.Ordinal);
}
