using System.Collections.Frozen;
using Akka.Actor;
using Akka.TestKit;
using Flyte.Actors.Cluster;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>The places of a run; board and gates are the test.</summary>
public abstract class PlacesTest : RuntimeTest
{
    private protected const string Home = "home:1";
    private protected const string Task = "words.count";

    private protected static readonly SlotNeeds Slow = new(100, TimeSpan.FromMilliseconds(1), Sleeps: false);

    private TestProbe? board;
    private TestProbe? run;

    protected PlacesTest()
        : base(VirtualScheduler.Config)
    {
    }

    private protected ItemNodes Nodes { get; } = new(Home);

    private protected TestProbe Board => board ??= CreateTestProbe("board");

    private protected TestProbe RunProbe => run ??= CreateTestProbe("run");

    private protected IActorRef Run => RunProbe.Ref;

    private protected Dictionary<string, TestProbe> Gates { get; } = new(StringComparer.Ordinal);

    private protected static int Free => HomePlaces.Processors;

    private protected void Due(RunPlaces places)
    {
        Time.Advance(TimeSpan.FromMilliseconds(20));
        places.OnMessage(RunProbe.ExpectMsg<IPlaceMessage>());
    }

    private protected static SlotPlace At(RunPlaces places, string node) => places.All.Single(place => place.Node == node);

    private protected RunPlaces Places(string task = Task, Func<string, bool>? knows = null, int concurrency = 100) => new(
        new PlacesSettings(Nodes, Board.Ref, knows ?? (_ => true), new PayloadLimits(1024), Sys.Scheduler),
        new RunSpec { Id = new RunId("run-1"), Task = task, Concurrency = concurrency },
        Props.Empty,
        Run,
        TestActor);

    private protected void Up(params string[] names)
    {
        foreach (var name in names)
        {
            Gates.TryAdd(name, CreateTestProbe());
        }

        Nodes.All = [.. names.Select(name => new ItemNode(name, Gates[name].Ref, Capacity: 16, Free: 16, IsDraining: false, new[] { Task }.ToFrozenSet()))];
    }

    private protected Dictionary<string, SlotsWished> Wishes() => Gates.ToDictionary(gate => gate.Key, gate => gate.Value.ExpectMsg<SlotsWished>(), StringComparer.Ordinal);

    private protected void Grant(RunPlaces places, Dictionary<string, SlotsWished>? wishes = null)
    {
        foreach (var (node, wish) in wishes ?? Wishes())
        {
            places.OnMessage(new SlotsGranted(node, wish.Slots, wish.Version, wish.Version));
        }
    }

    private protected void AssertNothing(TestProbe probe)
    {
        probe.Ref.Tell(new Slept(0));
        Assert.IsType<Slept>(probe.ExpectMsg<object>());
    }
}
