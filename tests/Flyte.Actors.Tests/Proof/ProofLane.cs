using Akka.Actor;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Runtime.Caching;
using Flyte.Actors.Storage.Sqlite;
using Flyte.Actors.Storage.Tables;
using Flyte.Actors.Telemetry;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Threads;

namespace Flyte.Actors.Tests.Proof;

/// <summary>
/// Where programs are run, one after the other: an actor system on one thread, whose time is virtual, and all that is not the actors'
/// own. Several of them run side by side.
/// </summary>
internal sealed class ProofLane : IDisposable
{
    private const int FencesBeforeRest = 4;

    private readonly TempFolder folder = new();
    private readonly LaneThread thread = new();
    private readonly SqliteFile file;
    private readonly TableDatabase database;
    private readonly ManualResetEventSlim fence = new();
    private static int programs;

    internal ProofLane()
    {
        file = new SqliteFile(folder.File("index.db"), pageSize: 4096, Durability.Normal);
        file.Prepare(TableSchema.For(text: "TEXT", blob: "BLOB"));
        database = new TableDatabase(file.Options);
        Index = new RunIndex(database);
        System = ActorSystem.Create("proof", thread.Config + FaultyJournal.Config.Replace(FlyteDispatcher.Config, "", StringComparison.Ordinal));
        Cache = new ResultCache(new MemoryCache(), _ => null, System.Log);
        Task = new TaskEnvironment("proof").Task("play", (int input, TaskContext context) => Bodies!.PlayAsync(input, context));
        Box = new BlackBox(folder.File("in-hand"));
        Pulse.Dispose(); // A program says when it beats.
    }

    internal ActorSystem System { get; }

    internal VirtualScheduler Time => (VirtualScheduler)System.Scheduler;

    internal RunIndex Index { get; }

    internal ResultCache Cache { get; }

    internal FlyteTask<int, int> Task { get; }

    internal RuntimeGauges Gauges { get; } = new();

    internal ElasticPool Pool { get; } = new(16);

    internal Pulse Pulse { get; } = new();

    internal BlackBox Box { get; private set; }

    /// <summary>The bodies of the program that is run now.</summary>
    internal ProofBodies? Bodies { get; set; }

    internal static RunId NextId() => new($"proof-{Interlocked.Increment(ref programs)}");

    /// <summary>Runs a program, and shows what was seen of it.</summary>
    internal History Run(RunProgram program, Sabotage? sabotage = null)
    {
        using var run = new ProofRun(this, program, sabotage);
        run.Play();
        return run.History;
    }

    /// <summary>The process dies, and the next one has its notes.</summary>
    internal void Die()
    {
        Box.Leave();
        Box = new BlackBox(folder.File("in-hand"));
    }

    /// <summary>Waits until nothing moves.</summary>
    internal void Rest(FaultyStore store)
    {
        var bound = DateTime.UtcNow + Patience.Bound;
        for (var spin = default(SpinWait); ;)
        {
            var before = thread.WaitIdle();
            if (IsMoving(store))
            {
                spin.SpinOnce();
                _ = DateTime.UtcNow < bound ? 0 : throw new TimeoutException("What was begun does not end.");
                continue;
            }

            for (var i = 0; i < FencesBeforeRest; i++)
            {
                fence.Reset();
                ThreadPool.UnsafeQueueUserWorkItem(static fence => fence.Set(), fence, preferLocal: false);
                fence.Wait();
            }

            if (thread.WaitIdle() == before && !IsMoving(store))
            {
                return;
            }
        }
    }

    // A slot at work has a body in hand, or one that is about to begin or has just ended.
    private bool IsMoving(FaultyStore store) => store.IsMoving || Bodies!.IsMoving || Gauges.Busy > Bodies.Live;

    public void Dispose()
    {
        System.Terminate().Wait(Patience.Bound);
        thread.Dispose();
        Pool.Dispose();
        Box.Dispose();
        database.DisposeAsync().AsTask().Wait(Patience.Bound);
        file.Close();
        folder.Dispose();
        fence.Dispose();
    }
}
