using System.Threading.Channels;
using Akka.Actor;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>
/// Some runs of one tree whose store fails at random, and that another process writes to as well: what they have recorded, in one
/// process and then in another, against what the store holds.
/// </summary>
internal sealed class KeeperModel
{
    private const int Runs = 3;
    private const int BatchesOfRun = 8;

    // Everything that is written is one of these; what differs is the event that it is in.
    private static readonly byte[] Medium = Json(60 * 1024);
    private static readonly byte[] Large = Json(140 * 1024);

    private readonly ActorSystem system;
    private readonly Random random;
    private readonly Random faults;
    private readonly double rate;
    private readonly RunId root;
    private readonly FaultyStore store;
    private readonly SnapshotTable table;
    private readonly TreeSnapshots snapshots;
    private readonly List<ModelRun> runs;
    private readonly List<RunEvent> sent = [];
    private readonly Channel<object> inbox = Channel.CreateUnbounded<object>();
    private readonly Guid rival = Guid.NewGuid();
    private int faultsLeft = 15;
    private int rivalsLeft;
    private bool hasRival;
    private IActorRef tree;
    private Stage stage;
    private bool isOpen;
    private bool isPaused;
    private int number;

    internal KeeperModel(int seed, ActorSystem system, SnapshotTable table)
    {
        (Seed, this.system) = (seed, system);
        (random, faults) = (new Random(seed), new Random(seed + 1_000_000));
        rate = seed % 5 * 0.2;
        rivalsLeft = seed % 3;
        root = new RunId($"keeper-{seed}");
        store = FaultyStore.Create(root, Draw);
        this.table = table;
        snapshots = new TreeSnapshots(table, new FaultyEvents(store), new SnapshotRule(Least: 4));
        runs = [.. Enumerable.Range(0, Runs).Select(i => new ModelRun(i == 0 ? root : new RunId($"{root.Value}/0/map-{i}")))];
        runs.ForEach(run => run.Listener = KeeperParent.Listen(system, committed => inbox.Writer.TryWrite((run, committed))));
        tree = Open(seed % 2 == 0 ? WriterStart.Fresh : WriterStart.Recover);
    }

    private enum Stage
    {
        Writes,
        IsRead,
        Erases,
        IsDone,
    }

    internal int Seed { get; }

    /// <summary>Whether the second process went on from a snapshot, as far as can be told.</summary>
    internal bool HadSnapshot { get; private set; }

    /// <summary>Whether another process was found to have written to the tree.</summary>
    internal bool WasSuperseded { get; private set; }

    /// <summary>A result that is stored beside the journal.</summary>
    internal static ItemsFinished LargeResult(int index) => new(new EncodedSegment(index, 1, new PayloadBlock(Large, 1), errors: null));

    /// <summary>Does what can be done now; true once all is done.</summary>
    internal bool Step()
    {
        while (inbox.Reader.TryRead(out var message))
        {
            Handle(message);
        }

        store.Pass();
        Interfere();
        foreach (var run in runs.Where(run => isOpen && run.UnderWay is null && run.Batch < run.Last && random.Next(3) == 0))
        {
            Send(run);
        }

        if (isOpen && !isPaused && runs.TrueForAll(run => run.UnderWay is null && run.Batch == run.Last))
        {
            GoOn();
        }

        return stage == Stage.IsDone;
    }

    public override string ToString() =>
        $"seed {Seed}: {stage}, open {isOpen}, paused {isPaused}, batches {string.Join(',', runs.Select(r => $"{r.Batch}{(r.UnderWay is null ? "" : "…")}"))}, events {store.Events.Count}";

    private void GoOn()
    {
        if (stage is Stage.Writes or Stage.IsRead)
        {
            Assert.Equal(sent, store.Events.Where(e => e.Writer != rival).SelectMany(e => e.Records).Select(r => r.Event));
        }

        switch (stage)
        {
            case Stage.Writes:
                system.Stop(tree);
                (stage, isOpen, hasRival, HadSnapshot) = (Stage.IsRead, false, false, table.MayHave(root.Value));
                runs.ForEach(run => run.Last++);
                tree = Open(WriterStart.Recover);
                break;
            case Stage.IsRead:
                stage = Stage.Erases;
                tree.Tell(new EraseJournal());
                break;
        }
    }

    private void Handle(object message)
    {
        switch (message)
        {
            case (ModelRun run, Committed committed):
                OnCommitted(run, committed);
                break;
            case JournalOpened opened:
                Assert.False(isOpen);
                isOpen = true;
                Assert.Equal(runs[0].Items, opened.Record.Root?.Results.End(ReadOrder.Completed) ?? 0);
                break;
            case JournalPaused pause:
                Assert.Equal(isPaused, pause.Reason is null);
                isPaused = pause.Reason is not null;
                break;
            case JournalSuperseded:
                OnSuperseded();
                break;
            case JournalErased:
                Assert.Equal(Stage.Erases, stage);
                Assert.Empty(store.Events);
                Assert.False(table.MayHave(root.Value));
                stage = Stage.IsDone;
                system.Stop(tree);
                break;
            default:
                throw new InvalidOperationException($"{message}");
        }
    }

    // As often as anything is written, so that there is no telling them apart by their number.
    private void Interfere()
    {
        if (rivalsLeft > 0 && stage == Stage.Writes && store.Events.Count > 1 && random.Next(10) == 0)
        {
            (rivalsLeft, hasRival) = (rivalsLeft - 1, true);
            store.Interfere(rival, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new RunResized(++number))]);
        }
    }

    // The next home of the tree goes on from what is recorded, which the one before was told of or not.
    private void OnSuperseded()
    {
        Assert.True(hasRival);
        WasSuperseded = true;
        (isOpen, isPaused, hasRival) = (false, false, false);
        var recorded = store.Events.SelectMany(e => e.Records).Select(r => r.Event).ToHashSet<RunEvent>(ReferenceEqualityComparer.Instance);
        foreach (var run in runs.Where(run => run.UnderWay is not null))
        {
            if (!recorded.Contains(run.UnderWay![0]))
            {
                Assert.DoesNotContain(run.UnderWay, recorded.Contains);
                sent.RemoveAll(run.UnderWay.Contains);
                (run.Batch, run.Items) = (run.Batch - 1, run.ItemsBefore);
            }

            Assert.True(!recorded.Contains(run.UnderWay[0]) || run.UnderWay.TrueForAll(recorded.Contains));
            run.UnderWay = null;
        }

        system.Stop(tree);
        tree = Open(WriterStart.Recover);
    }

    private void OnCommitted(ModelRun run, Committed committed)
    {
        if (run.UnderWay is null && WasSuperseded)
        {
            return; // It has been found in the journal before this came.
        }

        Assert.NotNull(run.UnderWay);
        Assert.Equal((run.Batch, run.UnderWay.Count), (committed.Batch, committed.Sequences!.Count));
        foreach (var (e, sequence) in run.UnderWay.Zip(committed.Sequences))
        {
            Assert.Contains(store.EventAt(sequence)!.Records, r => r.Run == run.Id && ReferenceEquals(r.Event, e));
        }

        run.UnderWay = null;
    }

    private void Send(ModelRun run)
    {
        run.ItemsBefore = run.Items;
        run.UnderWay = run.Batch++ == 0 ? [new RunStarted(new RunSpec { Id = run.Id, Concurrency = 1, IsRecorded = true }, default)] : [];
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            run.UnderWay.Add(random.Next(10) switch
            {
                0 => Finished(run, Large),
                < 4 => Finished(run, Medium),
                _ => new RunResized(++number),
            });
        }

        sent.AddRange(run.UnderWay);
        tree.Tell(new Append(run.Id, run.Batch, run.UnderWay, run.Listener));
    }

    private static ItemsFinished Finished(ModelRun run, byte[] json) =>
        new(new EncodedSegment(run.Items++, 1, new PayloadBlock(json, 1), errors: null));

    private IActorRef Open(WriterStart start) => KeeperParent.Start(
        system, JournalKeeper.Props(root, start, KeeperParent.Recording(store) with { Snapshots = snapshots }), message => inbox.Writer.TryWrite(message));

    private Fault Draw(Operation operation)
    {
        if (faultsLeft == 0 || faults.NextDouble() >= rate)
        {
            return Fault.None;
        }

        faultsLeft--;
        Fault[] possible = operation switch
        {
            Operation.Write => [Fault.Fails, Fault.IsDoneAndFails, Fault.FailsAndIsDoneLater, Fault.IsSlow, Fault.IsRejected],
            Operation.Read or Operation.Replay => [Fault.Fails, Fault.IsSlow],
            _ => [Fault.Fails, Fault.IsDoneAndFails, Fault.IsSlow],
        };
        return possible[faults.Next(possible.Length)];
    }

    private static byte[] Json(int size)
    {
        var json = new byte[size];
        json.AsSpan().Fill((byte)' ');
        (json[0], json[1], json[^1]) = ((byte)'[', (byte)'0', (byte)']');
        return json;
    }

    private sealed class ModelRun(RunId id)
    {
        internal RunId Id => id;

        internal IActorRef Listener { get; set; } = ActorRefs.Nobody;

        internal List<RunEvent>? UnderWay { get; set; }

        internal int Batch { get; set; }

        internal int Last { get; set; } = BatchesOfRun;

        internal int Items { get; set; }

        internal int ItemsBefore { get; set; }
    }
}
