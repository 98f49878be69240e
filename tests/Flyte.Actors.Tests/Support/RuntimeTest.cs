using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Runtime.Caching;
using Flyte.Actors.Tasks;
using Flyte.Actors.Telemetry;
using Flyte.Actors.Threads;
using Xunit;

namespace Flyte.Actors.Tests.Support;

/// <summary>The runtime's actors without a client: a test drives them by messages, and its own tasks are what they run.</summary>
public abstract class RuntimeTest : TestKit
{
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    // Akka has a serializer of its own for its own messages with Akka.Remote only.
    private const string Strict = """

        akka.actor.serialize-messages = on
        akka.actor.serialization-settings.allow-unregistered-types = off
        akka.actor.serialization-bindings."Akka.Actor.Identify, Akka" = json
        akka.actor.serialization-bindings."Akka.Actor.ActorIdentity, Akka" = json
        akka.actor.serialization-bindings."Akka.Actor.Kill, Akka" = json
        akka.loglevel = WARNING
        akka.stdout-loglevel = OFF
        akka.test.default-timeout = 30s

        """;

    private readonly ElasticPool pool = new(4096);
    private readonly Pulse pulse = new();
    private readonly List<Action> openers = [];
    private IActorRef? region;
    private int runs;

    private TestProbe? feeder;

    protected RuntimeTest(string config = "")
        : this(config, Config.Empty)
    {
    }

    /// <param name="config">What goes before all else.</param>
    /// <param name="others">What is neither set there nor by any test. It cannot be given as text: Akka does not end when it parses an empty list that it has printed.</param>
    protected RuntimeTest(string config, Config others)
        : base(ConfigurationFactory.ParseString(FlyteDispatcher.Config + Strict + config).WithFallback(others))
    {
    }

    internal TaskEnvironment Env { get; } = new("tests");

    internal LedgerRules Rules { get; set; } = new(SystemRetries: 2);

    internal ICommitter Committer { get; set; } = new MemoryCommitter();

    internal TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(5);

    internal int FinishedRunsKept { get; set; } = 100;

    internal ICacheStore CacheStore { get; set; } = new MemoryCache();

    internal ResultCache Cached => field ??= new ResultCache(CacheStore, _ => null, Sys.Log);

    /// <summary>Whoever sends inputs: credit may come to it at any time, which nobody else wants to see.</summary>
    internal TestProbe Feeder => feeder ??= CreateTestProbe("feeder");

    internal IActorRef Region => region ??= Sys.ActorOf(
        RunRegionActor.Props(new RunSettings(
            Rules, Committer, new NoRunners(), pool, pulse, Grace, "test-node", name => Env.Tasks.Any(t => t.Name == name), FinishedRunsKept,
            Cached)
        { FailsWithoutTaskAfter = FailsWithoutTaskAfter, Gauges = Gauges, Places = Elsewhere ?? ((_, item, _, _) => new HomePlaces(item, "test-node")) }),
        "runs");

    internal RuntimeGauges Gauges { get; } = new();

    internal TimeSpan? FailsWithoutTaskAfter { get; set; }

    /// <summary>Where items are executed; null for here.</summary>
    internal PlacesOf? Elsewhere { get; set; }

    internal VirtualScheduler Time => (VirtualScheduler)Sys.Scheduler;

    /// <summary>A gate that bodies wait at, and that opens at the end of the test at the latest.</summary>
    internal ManualResetEventSlim Gate()
    {
        var gate = new ManualResetEventSlim();
        openers.Add(gate.Set);
        return gate;
    }

    internal RunSpec Spec(FlyteTask task, int concurrency = 4) => new()
    {
        Id = new RunId($"run-{++runs}"),
        Task = task.Name,
        Options = task.Options,
        Concurrency = concurrency,
    };

    internal static InputPage Page<TIn, TOut>(FlyteTask<TIn, TOut> task, params TIn[] items) =>
        new InputPage<TIn>(task.Definition, task.Options, items, 0, items.Length);

    /// <summary>Starts a run and returns its actor.</summary>
    internal async Task<IActorRef> StartAsync(RunSpec spec) => (await AskAsync<RunAccepted>(new StartRun(spec))).Run;

    /// <summary>Starts a run of all these items.</summary>
    internal async Task<(RunId Id, IActorRef Run)> RunAsync<TIn, TOut>(RunSpec spec, FlyteTask<TIn, TOut> task, params TIn[] items)
    {
        var run = await StartAsync(spec);
        Region.Tell(new AddItems(spec.Id, 0, Page(task, items), IsLast: true), Feeder);
        return (spec.Id, run);
    }

    internal async Task<T> AskAsync<T>(object message)
    {
        Region.Tell(message, TestActor);
        return await ExpectMsgAsync<T>(Limit);
    }

    internal async Task<RunInfo> GetAsync(RunId id) => (await AskAsync<RunStatus>(new GetRun(id))).Info;

    internal async Task<RunInfo> EndAsync(RunId id) => (await AskAsync<RunStatus>(new GetRun(id, AtEnd: true))).Info;

    /// <summary>All results of a run, which ends meanwhile.</summary>
    internal async Task<(List<ItemResult<T>> Results, RunEnd End)> ReadAsync<T>(RunId id, ReadOrder order = ReadOrder.Inputs, int max = 1000)
    {
        var results = new List<ItemResult<T>>();
        while (true)
        {
            var page = await AskAsync<ResultPage>(new ReadResults(id, order, results.Count, max, results.Count));
            Assert.Equal(results.Count, page.From);
            results.AddRange(page.Segments.SelectMany(Items<T>));
            Assert.Equal(results.Count, page.Next);
            if (page.End is { } end)
            {
                return (results, end);
            }
        }
    }

    internal static IEnumerable<ItemResult<T>> Items<T>(ResultSegment segment)
    {
        var typed = segment.As<T>();
        return Enumerable.Range(segment.First, segment.Count)
            .Select(index => new ItemResult<T>(index, typed.Values[typed.Start + index - typed.First], segment.ErrorAt(index)));
    }

    /// <summary>The item actor of a run by its number, from 1.</summary>
    internal async Task<IActorRef> SlotAsync(IActorRef run, int number = 1)
    {
        await FenceAsync(run);
        var slot = ((ActorRefWithCell)run).GetSingleChild($"slot-{number}");
        Assert.False(slot.IsNobody());
        return slot;
    }

    /// <summary>Stops an actor, whoever's child it is.</summary>
    internal static void Stop(IActorRef actor) => ((IInternalActorRef)actor).Stop();

    /// <summary>Waits until an actor has handled all that was sent to it before.</summary>
    internal async Task FenceAsync(IActorRef actor)
    {
        var probe = CreateTestProbe();
        actor.Tell(new Identify("fence"), probe);
        await probe.ExpectMsgAsync<ActorIdentity>(Limit);
    }

    protected override void AfterAll()
    {
        openers.ForEach(open => open());
        base.AfterAll();
        pulse.Dispose();
        pool.Dispose();
    }

    private sealed class NoRunners : IItemRunners
    {
        public ITaskRunner Create(TaskContext context, IActorRef tree) => throw new NotSupportedException("These bodies call no tasks.");
    }
}
