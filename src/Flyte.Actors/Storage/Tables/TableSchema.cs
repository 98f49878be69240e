namespace Flyte.Actors.Storage.Tables;

/// <summary>The tables of our own, in the words of both databases.</summary>
internal static class TableSchema
{
    /// <summary>Goes up with every change that an older version of the runtime could not work with.</summary>
    internal const int Version = 1;

    /// <summary>The table of cached results.</summary>
    internal const string Cache = "flyte_cache";

    /// <summary>Its column that the first stores had not. A version that does not know it leaves it empty.</summary>
    internal const string SealColumn = "seal";

    // Texts are compared byte by byte: their order is the same everywhere, and that of the pages of a list.
    internal static string For(string text, string blob) => $"""
        CREATE TABLE IF NOT EXISTS flyte_meta (key {text} NOT NULL PRIMARY KEY, value {text} NOT NULL);

        CREATE TABLE IF NOT EXISTS flyte_runs (
          id {text} NOT NULL PRIMARY KEY, task {text} NOT NULL, name {text}, phase {text} NOT NULL,
          started_at BIGINT NOT NULL, ended_at BIGINT, info {text} NOT NULL);
        CREATE INDEX IF NOT EXISTS flyte_runs_by_start ON flyte_runs (started_at, id);
        CREATE INDEX IF NOT EXISTS flyte_runs_by_phase ON flyte_runs (phase, started_at, id);
        CREATE INDEX IF NOT EXISTS flyte_runs_by_task ON flyte_runs (task, started_at, id);
        CREATE INDEX IF NOT EXISTS flyte_runs_by_name ON flyte_runs (name, started_at, id) WHERE name IS NOT NULL;
        CREATE INDEX IF NOT EXISTS flyte_runs_by_end ON flyte_runs (ended_at, id);

        CREATE TABLE IF NOT EXISTS flyte_run_labels (
          run {text} NOT NULL, key {text} NOT NULL, value {text} NOT NULL, started_at BIGINT NOT NULL, PRIMARY KEY (run, key));
        CREATE INDEX IF NOT EXISTS flyte_run_labels_by_value ON flyte_run_labels (key, value, started_at, run);

        CREATE TABLE IF NOT EXISTS flyte_cache (
          key {blob} NOT NULL PRIMARY KEY, value {blob} NOT NULL, run {text} NOT NULL, item INTEGER NOT NULL,
          created_at BIGINT NOT NULL, expires_at BIGINT, {SealColumn} {blob});
        CREATE INDEX IF NOT EXISTS flyte_cache_by_expiry ON flyte_cache (expires_at) WHERE expires_at IS NOT NULL;

        CREATE TABLE IF NOT EXISTS flyte_payloads (id {text} NOT NULL PRIMARY KEY, run {text} NOT NULL, bytes {blob} NOT NULL);
        CREATE INDEX IF NOT EXISTS flyte_payloads_by_run ON flyte_payloads (run);
        """;

    /// <summary>What adds the column to a table that has it not.</summary>
    internal static string ForSeals(string blob) => $"ALTER TABLE {Cache} ADD COLUMN {SealColumn} {blob};";

    /// <summary>The table of snapshots. A version that does not know it works without.</summary>
    internal static string ForSnapshots(string text, string blob) =>
        $"CREATE TABLE IF NOT EXISTS flyte_run_snapshots (run {text} NOT NULL PRIMARY KEY, format {text} NOT NULL, bytes {blob} NOT NULL);";
}
