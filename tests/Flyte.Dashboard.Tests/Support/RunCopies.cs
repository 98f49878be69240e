using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Flyte.Dashboard.Tests.Support;

/// <summary>
/// Writes runs into the files of a store that no process has open: copies of runs that are there, event by event. A copy has other digits in its
/// id, its name and its labels, as many as before, and other times, whose encoding is as long as before: nothing else of an event changes.
/// </summary>
/// <param name="store">The file of the store.</param>
internal sealed class RunCopies(string store)
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddDays(-2);

    internal static string Digits(int number) => number.ToString("000000", CultureInfo.InvariantCulture);

    /// <summary>Has the store have so many runs, copies of the one of number 0, or of the failed one at its place.</summary>
    internal void Write(int runs, int failed)
    {
        using var journal = Open(store);
        using var index = Open(Path.ChangeExtension(store, ".index.db"));
        var (usual, other) = (Read(journal, index, 0), Read(journal, index, failed));
        WriteEvents(journal, runs, number => number == failed ? other : usual);
        WriteRows(index, runs, number => number == failed ? other : usual);

        // The list has followed the journal up to here.
        Execute(index, $"UPDATE flyte_meta SET value = '{Scalar(journal, "SELECT max(ordering) FROM flyte_journal")}' WHERE key = 'run-index-offset'");
    }

    private static void WriteEvents(SqliteConnection journal, int runs, Func<int, Template> of)
    {
        Execute(journal, "BEGIN; DELETE FROM flyte_journal");
        using (var insert = Command(
            journal, """
            INSERT INTO flyte_journal (created, deleted, persistence_id, sequence_number, message, tags, manifest, identifier, writer_uuid)
            SELECT created, deleted, $id, sequence_number, $message, tags, manifest, identifier, writer_uuid FROM templates WHERE ordering = $of
            """, "$id", "$message", "$of"))
        {
            for (var number = 0; number < runs; number++)
            {
                foreach (var (ordering, message) in of(number).Events)
                {
                    Execute(insert, $"flyte-{ManyRunsFixture.Id(number)}", of(number).Copy(message, number), ordering);
                }
            }
        }

        Execute(journal, "COMMIT");
    }

    private static void WriteRows(SqliteConnection index, int runs, Func<int, Template> of)
    {
        Execute(index, "BEGIN; DELETE FROM flyte_runs; DELETE FROM flyte_run_labels");
        using (var insert = Command(
            index, "INSERT INTO flyte_runs (id, task, name, phase, started_at, ended_at, info) VALUES ($id, $task, $name, $phase, $start, $end, $info)",
            "$id", "$task", "$name", "$phase", "$start", "$end", "$info"))
        using (var label = Command(index, "INSERT INTO flyte_run_labels (run, key, value, started_at) VALUES ($run, $key, $value, $start)", "$run", "$key", "$value", "$start"))
        {
            for (var number = 0; number < runs; number++)
            {
                var (id, run, start) = (ManyRunsFixture.Id(number), of(number), StartOf(number).UtcTicks);
                Execute(insert, id, run.Task, $"day {Digits(number)}", run.Phase, start, start + run.Length, run.Copy(run.Info, number));
                Execute(label, id, "number", Digits(number), start);
                Execute(label, id, "team", "fruit", start);
            }
        }

        Execute(index, "COMMIT");
    }

    private static DateTimeOffset StartOf(int number) => Start.AddSeconds(number);

    private static Template Read(SqliteConnection journal, SqliteConnection index, int number)
    {
        Execute(journal, "CREATE TEMP TABLE IF NOT EXISTS templates AS SELECT * FROM flyte_journal");
        var events = new List<(long, byte[])>();
        using (var command = new SqliteCommand($"SELECT ordering, message FROM flyte_journal WHERE persistence_id = 'flyte-{ManyRunsFixture.Id(number)}' ORDER BY sequence_number", journal))
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                events.Add((rows.GetInt64(0), (byte[])rows.GetValue(1)));
            }
        }

        using (var command = new SqliteCommand($"SELECT task, phase, started_at, ended_at, info FROM flyte_runs WHERE id = '{ManyRunsFixture.Id(number)}'", index))
        using (var rows = command.ExecuteReader())
        {
            Assert.True(rows.Read());
            return new Template(number, rows.GetString(0), rows.GetString(1), rows.GetInt64(2), rows.GetInt64(3) - rows.GetInt64(2), rows.GetString(4), events);
        }
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, params string[] parameters)
    {
        var command = new SqliteCommand(text, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter(parameter, null));
        }

        return command;
    }

    private static void Execute(SqliteCommand command, params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = new SqliteCommand(text, connection);
        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string text)
    {
        using var command = new SqliteCommand(text, connection);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>A run that is copied.</summary>
    private sealed record Template(int Number, string Task, string Phase, long StartedAt, long Length, string Info, List<(long Ordering, byte[] Message)> Events)
    {
        internal byte[] Copy(byte[] message, int number)
        {
            var (copy, start) = ((byte[])message.Clone(), StartOf(number).UtcTicks);
            Replace(copy, Encoding.ASCII.GetBytes(Digits(Number)), Encoding.ASCII.GetBytes(Digits(number)));
            Replace(copy, VarInt(StartedAt), VarInt(start));
            Replace(copy, VarInt(StartedAt + Length), VarInt(start + Length));
            return copy;
        }

        internal string Copy(string info, int number)
        {
            var copy = JsonNode.Parse(info.Replace(Digits(Number), Digits(number), StringComparison.Ordinal))!;
            (copy["startedAt"], copy["endedAt"]) = (StartOf(number), StartOf(number).AddTicks(Length));
            return copy.ToJsonString();
        }

        private static void Replace(Span<byte> where, ReadOnlySpan<byte> what, ReadOnlySpan<byte> by)
        {
            Assert.Equal(what.Length, by.Length);
            for (var at = where.IndexOf(what); at >= 0; at = where.IndexOf(what))
            {
                by.CopyTo(where[at..]);
                where = where[(at + what.Length)..];
            }
        }

        private static byte[] VarInt(long value)
        {
            var bytes = new List<byte>();
            for (; value > 127; value >>= 7)
            {
                bytes.Add((byte)(value | 128));
            }

            return [.. bytes, (byte)value];
        }
    }
}
