using System.Globalization;
using Akka.Configuration;

namespace Flyte.Actors.Storage;

/// <summary>The plugins of Akka.Persistence that a store brings along, by ids of their own: those of the host are not touched.</summary>
internal static class StorePlugins
{
    internal const string Journal = "flyte.store.journal";
    internal const string Query = "flyte.store.query";

    /// <summary>Akka's own plugin that has none: snapshots are made beside the persistent actors, and read before them.</summary>
    internal const string NoSnapshots = "akka.persistence.no-snapshot-store";

    // Events are few and large, 256 KiB at the most: pages of them are small, and their bytes are parameters of a statement,
    // never a part of its text. In a fresh process each page of a replay costs a millisecond, so that these are not the smallest:
    // 200,000 small events take 5.5 s by 128, and 12 s by 32. An outage of the database ends within seconds of its end.
    internal static Config Config(PluginTuning tuning) => ConfigurationFactory.ParseString(string.Create(CultureInfo.InvariantCulture, $$"""
        {{Journal}} {
          class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
          plugin-id = "{{Journal}}"
          plugin-dispatcher = "akka.persistence.dispatchers.default-plugin-dispatcher"
          provider-name = "{{tuning.Provider}}"
          buffer-size = 100000
          batch-size = 100
          replay-batch-size = 128
          parallelism = {{tuning.Writers}}
          prefer-parameters-on-multirow-insert = true
          use-clone-connection = false
          tag-write-mode = Csv
          auto-initialize = true
          initialization-retry-delay = 1s
          read-isolation-level = {{tuning.ReadIsolation}}
          {{Tables}}
          circuit-breaker {
            max-failures = 10
            call-timeout = 30s
            reset-timeout = 2s
          }
        }
        {{Query}} {
          class = "Akka.Persistence.Sql.Query.SqlReadJournalProvider, Akka.Persistence.Sql"
          plugin-id = "{{Query}}"
          write-plugin = "{{Journal}}"
          provider-name = "{{tuning.Provider}}"
          tag-read-mode = Csv
          max-buffer-size = 128
          query-throttle-timeout = 30s
          refresh-interval = 200ms
          read-isolation-level = {{tuning.ReadIsolation}}
          journal-sequence-retrieval {
            query-delay = 100ms
            max-tries = {{tuning.GapTries}}
            max-backoff-query-delay = 2s
            ask-timeout = 10s
          }
          {{Tables}}
        }
        akka.persistence.journal.auto-start-journals = ["{{Journal}}"]
        """));

    private const string Tables = """
        default.journal.table-name = "flyte_journal"
        """;
}

/// <summary>What differs between the databases.</summary>
/// <param name="Provider">The name that linq2db knows the database by.</param>
/// <param name="Writers">How many transactions of the journal are written at once.</param>
/// <param name="ReadIsolation">Of the transactions that only read.</param>
/// <param name="GapTries">
/// For how many tenths of a second a number that is missing among the events may be one that is yet to be committed.
/// </param>
internal sealed record PluginTuning(string Provider, int Writers, string ReadIsolation, int GapTries);
