using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Flyte.Actors.Journal;
using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Journal;

/// <summary>A snapshot is the fold of the events that are in it, and goes on as if they had been read.</summary>
public sealed class SnapshotFormatTests
{
    private const int NoBound = int.MaxValue;
    private static readonly RunId Root = new("root-1");

    // What is held in memory of failures that were taken over is counted; what is not is not.
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void With_a_snapshot_in_between_the_events_come_to_the_same(bool holdsResults, bool recallsFailures)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var events = WithDeaths(RandomHistory.Draw(seed, recallsFailures));
            var expected = Dump.Of(Fold(events, events.Count, holdsResults).Record);
            foreach (var at in new[] { 0, 1, events.Count / 3, events.Count / 2, events.Count - 1, events.Count }.Distinct())
            {
                var first = ThroughBytes(Fold(events, at, holdsResults: false), holdsResults);
                Assert.Equal(at, first.Last);

                // Snapshots are made of the one before.
                var again = GoOn(ThroughBytes(first, holdsResults), events, events.Count);
                Assert.True(expected == Dump.Of(again.Record), $"seed {seed}, event {at} of {events.Count}: {FirstDifference(expected, Dump.Of(again.Record))}");
            }
        }
    }

    [Fact]
    public void The_dump_shows_everything()
    {
        var events = RandomHistory.Draw(1, recallsFailures: true);
        var all = Dump.Of(Fold(events, events.Count, holdsResults: false).Record);

        var fields = typeof(RunState).GetProperties(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic);
        Assert.All(fields.Where(f => f.Name is not (nameof(RunState.HasEnded) or nameof(RunState.HasFailures))), f => Assert.Contains($" {f.Name}: ", all));
        Assert.NotEqual(all, Dump.Of(Fold(events, events.Count / 2, holdsResults: false).Record));
    }

    [Fact]
    public void A_snapshot_is_written_as_ever_and_read_as_ever()
    {
        var snapshot = Fold(RandomHistory.Draw(7, recallsFailures: true), int.MaxValue, holdsResults: false);
        var written = SnapshotFormat.Write(snapshot, NoBound)!;
        var path = Golden("snapshot-s1-failures");
        if (Environment.GetEnvironmentVariable("FLYTE_WRITE_GOLDEN") == "1" && !File.Exists(path))
        {
            File.WriteAllText(path, Convert.ToHexStringLower(written) + "\n");
        }

        var bytes = Convert.FromHexString(File.ReadAllText(path).Trim());
        Assert.Equal(bytes, written);
        Assert.Equal(Dump.Of(snapshot.Record), Dump.Of(SnapshotFormat.Read(Root, "s1", bytes, holdsResults: false).Record));
    }

    /// <summary>As it was written when failures were not counted by their kind: that none are in it does not say that there were none.</summary>
    [Fact]
    public void One_that_does_not_say_what_failed_is_refused_when_something_has()
    {
        var bytes = Convert.FromHexString(File.ReadAllText(Golden("snapshot-s1")).Trim());
        Assert.Contains("what failed", Refuse("s1", bytes));

        var tree = Flyte.Actors.Journal.Wire.Tree.Parser.ParseFrom(bytes.AsSpan(SHA256.HashSizeInBytes));
        foreach (var execution in tree.Runs.SelectMany(run => run.Executions))
        {
            (execution.Failed, execution.Aborted, execution.TimedOut) = (0, 0, 0);
        }

        var without = Google.Protobuf.MessageExtensions.ToByteArray(tree);
        SnapshotFormat.Read(Root, "s1", new([.. SHA256.HashData(without), .. without]), holdsResults: false);
    }

    [Fact]
    public void What_is_damaged_is_refused_whatever_is_damaged()
    {
        var bytes = Sample();
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x10;
            Assert.Contains("damaged", Refuse("s1", bytes));
            bytes[i] ^= 0x10;
        }

        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.Contains("damaged", Refuse("s1", bytes[..length])));
    }

    [Fact]
    public void What_another_version_wrote_or_is_of_another_run_is_refused()
    {
        Assert.Contains("'s2'", Refuse("s2", Sample()));
        Assert.Contains("'root-1'", Assert.Throws<InvalidDataException>(() => SnapshotFormat.Read(new RunId("root-2"), "s1", Sample(), holdsResults: true)).Message);

        byte[] nonsense = [.. SHA256.HashData([0xFF, 0xFF]), 0xFF, 0xFF];
        Assert.Contains("damaged", Refuse("s1", nonsense));
    }

    [Fact]
    public void One_that_is_too_large_is_not_written()
    {
        var snapshot = Fold(RandomHistory.Draw(1, recallsFailures: true), int.MaxValue, holdsResults: false);
        var size = SnapshotFormat.Write(snapshot, NoBound)!.Length;

        Assert.Equal(size, SnapshotFormat.Write(snapshot, size)!.Length);
        Assert.Null(SnapshotFormat.Write(snapshot, size - 1));
    }

    [Fact]
    public void A_result_of_its_own_event_takes_ten_bytes_at_most()
    {
        const int Items = 100_000;
        var record = new TreeRecord(Root, holdsResults: false);
        record.Apply(Root, new RunStarted(Samples.Spec(Root), default), 1);

        // As from many slots: in no order, with an event of another run in between.
        foreach (var (i, index) in Enumerable.Range(0, Items).OrderBy(i => i / 64 * 64 + i * 37 % 64).Index())
        {
            record.Apply(Root, new ItemsFinished(Samples.Segment(index, i % 50 == 0 ? null : "one")), 2 + 2 * i);
        }

        Assert.InRange(SnapshotFormat.Write(new Snapshot(record, Items, default), NoBound)!.Length, 1, 10 * Items);
    }

    private static List<JournalBatch> WithDeaths(List<JournalBatch> events) =>
        [.. events.Select(batch => batch with { Records = [.. batch.Records.Select(record => record with { Event = WithDeath(record.Event) })] })];

    private static RunEvent WithDeath(RunEvent e) =>
        e is ItemRetried retried && retried.Index % 2 == 0 ? retried with { Deaths = CountedDeaths.Of([new Guid(retried.Index, 0, 0, new byte[8])]) } : e;

    private static byte[] Sample() => SnapshotFormat.Write(Fold(RandomHistory.Draw(3, recallsFailures: true), 9, holdsResults: false), NoBound)!;

    private static string Refuse(string format, byte[] bytes) =>
        Assert.Throws<InvalidDataException>(() => SnapshotFormat.Read(Root, format, bytes, holdsResults: true)).Message;

    private static Snapshot Fold(List<JournalBatch> events, int to, bool holdsResults) => GoOn(Snapshot.Empty(Root, holdsResults), events, to);

    private static Snapshot GoOn(Snapshot start, List<JournalBatch> events, int to)
    {
        var last = (int)start.Last;
        for (; last < Math.Min(to, events.Count); last++)
        {
            foreach (var (run, e) in events[last].Records)
            {
                start.Record.Apply(run, e, last + 1);
            }
        }

        return new Snapshot(start.Record, last, last == 0 ? default : SnapshotFormat.Digest(events[last - 1]));
    }

    private static Snapshot ThroughBytes(Snapshot snapshot, bool holdsResults) =>
        SnapshotFormat.Read(Root, SnapshotFormat.Name, SnapshotFormat.Write(snapshot, NoBound)!, holdsResults);

    private static string FirstDifference(string expected, string actual)
    {
        var (one, other) = (expected.Split('\n'), actual.Split('\n'));
        var at = one.Zip(other).TakeWhile(pair => pair.Item1 == pair.Item2).Count();
        return $"line {at}:\n{string.Join('\n', one.Skip(at - 5).Take(10))}\ninstead of\n{string.Join('\n', other.Skip(at - 5).Take(10))}";
    }

    private static string Golden(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden", name + ".hex");
}
