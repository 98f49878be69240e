using LinqToDB.Mapping;

namespace Flyte.Actors.Storage.Tables;

// What is never null says so: comparisons would care for nulls, and no index serves them.

/// <summary>What the store says of itself.</summary>
[Table("flyte_meta")]
internal sealed class MetaRow
{
    [Column("key"), PrimaryKey, NotNull] public required string Key { get; init; }

    [Column("value"), NotNull] public required string Value { get; init; }
}

/// <summary>A run as it is listed; times are UTC ticks.</summary>
[Table("flyte_runs")]
internal sealed class RunRow
{
    [Column("id"), PrimaryKey, NotNull] public required string Id { get; init; }

    [Column("task"), NotNull] public required string Task { get; init; }

    [Column("name"), Nullable] public string? Name { get; init; }

    [Column("phase"), NotNull] public required string Phase { get; init; }

    [Column("started_at"), NotNull] public required long StartedAt { get; init; }

    [Column("ended_at"), Nullable] public long? EndedAt { get; init; }

    [Column("info"), NotNull] public required string Info { get; init; }
}

/// <summary>A label of a run; with the run's start, so that those of one label are found in order.</summary>
[Table("flyte_run_labels")]
internal sealed class LabelRow
{
    [Column("run"), PrimaryKey(0), NotNull] public required string Run { get; init; }

    [Column("key"), PrimaryKey(1), NotNull] public required string Key { get; init; }

    [Column("value"), NotNull] public required string Value { get; init; }

    [Column("started_at"), NotNull] public required long StartedAt { get; init; }
}

/// <summary>A result that others may take over; times are UTC ticks.</summary>
[Table("flyte_cache")]
internal sealed class CacheRow
{
    [Column("key"), PrimaryKey, NotNull] public required byte[] Key { get; init; }

    [Column("value"), NotNull] public required byte[] Value { get; init; }

    [Column("run"), NotNull] public required string Run { get; init; }

    [Column("item"), NotNull] public required int Item { get; init; }

    [Column("created_at"), NotNull] public required long CreatedAt { get; init; }

    [Column("expires_at"), Nullable] public long? ExpiresAt { get; init; }
}

/// <summary>A payload that is too big for an event.</summary>
[Table("flyte_payloads")]
internal sealed class PayloadRow
{
    [Column("id"), PrimaryKey, NotNull] public required string Id { get; init; }

    [Column("run"), NotNull] public required string Run { get; init; }

    [Column("bytes"), NotNull] public required byte[] Bytes { get; init; }
}

/// <summary>The latest snapshot of a run.</summary>
[Table("flyte_run_snapshots")]
internal sealed class SnapshotRow
{
    [Column("run"), PrimaryKey, NotNull] public required string Run { get; init; }

    [Column("format"), NotNull] public required string Format { get; init; }

    [Column("bytes"), NotNull] public required byte[] Bytes { get; init; }
}
