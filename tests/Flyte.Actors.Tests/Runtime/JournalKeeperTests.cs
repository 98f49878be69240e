using System.Collections.Concurrent;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Storage.Sqlite;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>What is told to be recorded is in the journal, once and in order, whatever the database does meanwhile.</summary>
public sealed class JournalKeeperTests() : TestKit(FaultyJournal.Config)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private VirtualScheduler Time => (VirtualScheduler)Sys.Scheduler;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_goes_wrong_each_batch_is_recorded_once_and_in_order(int hundred)
    {
        using var folder = new TempFolder();
        var file = new SqliteFile(folder.File("snapshots.db"), pageSize: 4096, Durability.Normal);
        file.Prepare(TableSchema.ForSnapshots(text: "TEXT", blob: "BLOB"));
        await using var database = new TableDatabase(file.Options);
        var table = new SnapshotTable(database);
        var all = Enumerable.Range(hundred * 100, 100).Select(seed => new KeeperModel(seed, Sys, table)).ToList();
        var models = all.ToList();
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (models.Count > 0)
        {
            models.RemoveAll(Step);
            Time.Advance(Tick);
            await Task.Yield();
            Assert.False(bound.IsCancellationRequested, $"Stuck: {string.Join('\n', models)}");
        }

        Assert.Contains(all, model => model.HadSnapshot);
        Assert.Contains(all, model => model.WasSuperseded);
        await Task.WhenAll(all.Select(async model => Assert.Null(await table.FindAsync($"keeper-{model.Seed}")))).Soon();
        file.Close();
    }

    [Theory]
    [InlineData(Operation.Write)]
    [InlineData(Operation.Payload)]
    [InlineData(Operation.Delete)]
    internal async Task As_long_as_nothing_can_be_written_the_journal_stays_paused(Operation broken)
    {
        const int Failures = 6;
        var (root, heard, isMended) = (new RunId($"paused-{broken}"), new ConcurrentQueue<object>(), false);
        var store = FaultyStore.Create(root, operation => operation == broken && !Volatile.Read(ref isMended) ? Fault.Fails : Fault.None);
        var tree = KeeperParent.Start(Sys, JournalKeeper.Props(root, WriterStart.Recover, KeeperParent.Recording(store)), heard.Enqueue);
        await UntilAsync(() => heard.OfType<JournalOpened>().Any());

        tree.Tell(broken == Operation.Delete
            ? new EraseJournal()
            : new Append(root, 1, [new RunStarted(new RunSpec { Id = root, Concurrency = 1 }, default), KeeperModel.LargeResult(0)], KeeperParent.Listen(Sys, heard.Enqueue)));
        await UntilAsync(() => store.Calls(broken) == Failures);
        Assert.NotNull(Assert.Single(heard.OfType<JournalPaused>()).Reason);

        Volatile.Write(ref isMended, true);
        await UntilAsync(() => heard.OfType<JournalPaused>().Count() == 2 && heard.Any(message => message is Committed or JournalErased));
        Assert.Null(heard.OfType<JournalPaused>().Last().Reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    internal async Task What_another_wrote_instead_is_not_taken_for_a_write_in_doubt(int others)
    {
        var (root, heard, rival) = (new RunId($"rival-{others}"), new ConcurrentQueue<object>(), Guid.NewGuid());
        FaultyStore store = null!;
        var writes = 0;
        store = FaultyStore.Create(root, operation =>
        {
            if (operation != Operation.Write || ++writes != 2)
            {
                return Fault.None;
            }

            store.Interfere(rival, [.. Enumerable.Range(1, others).Select(n => new RunResized(n))]);
            return Fault.Fails;
        });
        var tree = KeeperParent.Start(Sys, JournalKeeper.Props(root, WriterStart.Fresh, KeeperParent.Recording(store)), heard.Enqueue);
        var listener = KeeperParent.Listen(Sys, heard.Enqueue);
        await UntilAsync(() => heard.OfType<JournalOpened>().Any());
        tree.Tell(new Append(root, 1, [new RunStarted(new RunSpec { Id = root, Concurrency = 1 }, default)], listener));
        await UntilAsync(() => heard.OfType<Committed>().Any());
        tree.Tell(new Append(root, 2, [new RunResized(10)], listener));
        tree.Tell(new Append(root, 3, [new RunResized(11)], listener));

        await UntilAsync(() => heard.OfType<JournalSuperseded>().Any());
        Assert.Contains("another process", Assert.Single(heard.OfType<JournalSuperseded>()).Reason, StringComparison.Ordinal);
        Assert.Single(heard.OfType<Committed>());
        Assert.Equal(1 + others, store.Events.Count);
        Assert.Equal(2, store.Calls(Operation.Write));
    }

    private static bool Step(KeeperModel model)
    {
        try
        {
            return model.Step();
        }
#pragma warning disable CA1031 // Whatever goes wrong, the seed is what is needed to see it again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Assert.Fail($"{model}: {e}");
            throw;
        }
    }

    private async Task UntilAsync(Func<bool> isReached)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (!isReached())
        {
            Time.Advance(Tick);
            await Task.Yield();
            bound.Token.ThrowIfCancellationRequested();
        }
    }
}
