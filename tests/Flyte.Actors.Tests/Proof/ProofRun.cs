using Akka.Actor;
using Flyte.Actors.Journal;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Support;
using Done = Flyte.Actors.Protocol.Done;

namespace Flyte.Actors.Tests.Proof;

/// <summary>A program on its way: it does each step against the actors of the runtime, and notes all that is seen of them.</summary>
internal sealed class ProofRun : IDisposable
{
    private const int MostRounds = 400;
    private const int MostPurges = 20;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly ProofLane lane;
    private readonly RunProgram program;
    private readonly RunSpec spec;
    private readonly FaultyStore store;
    private readonly Dictionary<Operation, Queue<Fault>> faults = [];
    private readonly ProofEars ears;
    private readonly Sabotage? sabotage;
    private IActorRef region;
    private int processes;

    internal ProofRun(ProofLane lane, RunProgram program, Sabotage? sabotage)
    {
        (this.lane, this.program, this.sabotage) = (lane, program, sabotage);
        History = new History(program);
        lane.Bodies = new ProofBodies(History) { Sabotage = sabotage };
        spec = new RunSpec
        {
            Id = ProofLane.NextId(),
            Task = lane.Task.Name,
            Options = program.Shape.Options,
            Concurrency = program.Shape.Concurrency,
            FailFast = program.Shape.FailFast == 1,
            IsRecorded = true,
        };
        store = FaultyStore.Add(new FaultyStore(spec.Id, Draw)
        {
            AsStored = batch => RecordReader.Read(RecordWriter.Write(sabotage?.Stored?.Invoke(batch) ?? batch)),
            OnAppended = batch => History.Add(new Recorded([.. batch.Records.Select(record => record.Event)])),
        });
        ears = new ProofEars(lane.System, History, sabotage);
        region = Open();
    }

    internal History History { get; }

    internal void Play()
    {
        Rest();
        foreach (var step in program.Steps)
        {
            Do(step);
            Rest();
        }

        Finish();
    }

    public void Dispose()
    {
        lane.System.Stop(region);
        ears.Dispose();
        store.Drop();
        Rest();
        store.Remove();
        _ = lane.Index.RemoveAsync([spec.Id.Value]);
    }

    private int Added => store.Events.SelectMany(batch => batch.Records).Select(record => record.Event).OfType<ItemsAdded>().Sum(e => e.Page.Count);

    private void Do(Step step)
    {
        switch (step.What)
        {
            case Deed.Start:
                Tell(new StartRun(spec), ears.All);
                break;
            case Deed.Add:
                Add(step.A, step.B);
                break;
            case Deed.Go:
                for (var i = 0; i < step.A && lane.Bodies!.Go(1) > 0; i++)
                {
                    Rest();
                }

                break;
            case Deed.Advance:
                Advance(TimeSpan.FromMilliseconds(step.A));
                break;
            case Deed.Tick:
                TellAll("tree-*/run-*", Pulse.Tick.Instance);
                break;
            case Deed.Read:
                Tell(new ReadResults(spec.Id, (ReadOrder)step.A, step.B, step.C, Consumed: 0), ears.All);
                break;
            case Deed.Look:
                Tell(new GetRun(spec.Id), ears.All);
                break;
            case Deed.Abort:
                Tell(new AbortRun(spec.Id, "enough"), ears.For(new Aborted()));
                break;
            case Deed.AbortItem:
                // One that is not known stays as it is.
                Tell(new AbortItem(spec.Id, step.A, "not this one"), step.A < Added ? ears.For(new ItemAborted(step.A)) : ears.All);
                break;
            case Deed.Resize:
                History.Add(new Resized(step.A, IsDone: false));
                Tell(new ResizeRun(spec.Id, step.A), ears.For(new Resized(step.A, IsDone: true)));
                break;
            case Deed.Kill:
                TellAll($"tree-*/run-*/slot-{step.A}", Kill.Instance);
                break;
            case Deed.Crash:
                Crash(isWritten: step.A == 1);
                break;
            case Deed.HandOff:
                History.Add(new Left());
                TellAll("tree-*", HandOffTree.Instance);
                break;
            case Deed.Fault:
                Plan((Operation)step.A, (Fault)step.B);
                break;
            case Deed.Pass:
                store.Pass();
                break;
        }
    }

    // Nothing fails any more but what removes the run in the end, and nobody is held.
    private void Finish()
    {
        lock (faults)
        {
            faults.Keys.Where(operation => operation != Operation.Delete).ToList().ForEach(operation => faults.Remove(operation));
        }

        lane.Bodies!.Free();
        for (var round = 0; !ears.HasEnded && round < MostRounds; round++)
        {
            store.Pass();
            Do(new Step(Deed.Start));
            Add(Math.Min(ears.Accepted, program.Items.Count - 1), program.Items.Count);
            Do(new Step(Deed.Look));
            Do(new Step(Deed.Tick));
            Rest();
            if (!ears.HasEnded)
            {
                Advance(Round);
            }
        }

        if (ears.HasEnded)
        {
            ReadAll();
            if (program.Steps.Count % 2 == 0)
            {
                Crash(isWritten: true);
                Rest();
                Do(new Step(Deed.Look));
                ReadAll();
            }

            Purge();
        }

        History.Add(new Over(ears.HasEnded));
    }

    private void ReadAll()
    {
        foreach (var order in Enum.GetValues<ReadOrder>())
        {
            Do(new Step(Deed.Read, (int)order, 0, program.Items.Count + 1));
            Rest();
        }
    }

    private void Purge()
    {
        var isPurged = false;
        for (var round = 0; !isPurged && round < MostPurges; round++)
        {
            Tell(new PurgeRun(spec.Id), ears.Call(() =>
            {
                isPurged = true;
                History.Add(new Purged(store.Events.Count));
            }));
            Rest();
            Advance(Round + Round);
            store.Pass();
            Rest();
        }

        Do(new Step(Deed.Look));
        Rest();
    }

    private void Add(int from, int count)
    {
        count = Math.Min(count, program.Items.Count - from);
        if (count > 0)
        {
            var items = Enumerable.Range(from, count).Select(RunProgram.InputOf).ToArray();
            var page = new InputPage<int>(lane.Task.Definition, spec.Options, items, 0, count).Encode(PayloadLimits.None)[0];
            Tell(new AddItems(spec.Id, from, page, from + count == program.Items.Count), ears.All);
        }
    }

    private void Advance(TimeSpan by)
    {
        var end = lane.Time.MonotonicClock + by;
        while (lane.Time.UntilNext is { } wait && lane.Time.MonotonicClock + wait <= end)
        {
            lane.Time.Advance(wait);
            Rest();
        }

        lane.Time.Advance(end - lane.Time.MonotonicClock);
    }

    private void Crash(bool isWritten)
    {
        lane.Bodies!.Die();
        lane.System.Stop(region);
        if (isWritten)
        {
            store.Pass();
        }
        else
        {
            store.Drop();
        }

        Rest();
        lane.Die();
        region = Open();
        region.Tell(new OpenTrees([spec.Id]));
    }

    private IActorRef Open()
    {
        var recording = new Recording(
            new FaultyEvents(store), store, PayloadLimits.None, FindTask, FailsWithoutTask: false, ResumesRuns: true, lane.Index, TimeSpan.FromDays(365), lane.Box)
        { IsShared = program.Shape.Shared == 1 };
        return lane.System.ActorOf(RunRegionActor.Props(new RunSettings(
            new LedgerRules(program.Shape.SystemRetries), new MemoryCommitter(), new NoCalls(), lane.Pool, lane.Pulse, Grace, "proof", _ => true, 1, lane.Cache, recording)
        { FindTask = FindTask, LeavingGrace = Grace, Gauges = lane.Gauges }), $"{spec.Id}-{++processes}");
        TaskDefinition? FindTask(string name) => lane.Task.Definition;
    }

    private void Tell(object message, IActorRef ear)
    {
        if (sabotage?.Told is not { } told)
        {
            region.Tell(message, ear);
        }
        else if (told(message) is { } other)
        {
            region.Tell(other, ear);
        }
        else
        {
            ear.Tell(new Done(spec.Id));
        }
    }

    private void TellAll(string path, object message) => lane.System.ActorSelection(region, path).Tell(message);

    private void Rest()
    {
        lane.Rest(store);
        History.Add(new Rested());
    }

    private void Plan(Operation operation, Fault fault)
    {
        lock (faults)
        {
            faults.TryAdd(operation, []);
            faults[operation].Enqueue(fault);
        }
    }

    private Fault Draw(Operation operation)
    {
        lock (faults)
        {
            return faults.TryGetValue(operation, out var planned) && planned.TryDequeue(out var fault) ? fault : Fault.None;
        }
    }

    private sealed class NoCalls : IItemRunners
    {
        public ITaskRunner Create(TaskContext context, IActorRef tree) => throw new NotSupportedException("These bodies call no tasks.");
    }
}
