using System.Collections.Concurrent;
using System.Text;
using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Flyte.Actors.Tests.Attacks;

/// <summary>A system that is no node connects to the port of one: what it sends is refused, and the node's work goes on.</summary>
public sealed class StrangerTests(ITestOutputHelper output) : NodeTest, IDisposable
{
    private readonly Stranger stranger = new();
    private readonly ConcurrentQueue<string> log = [];

    public void Dispose() => stranger.Dispose();

    [Fact]
    public async Task Types_that_a_message_names_are_not_made()
    {
        var node = await ListenAsync();
        var door = await DoorAsync(node);
        var trap = typeof(Trap);
        Trap.Sprung = 0;
        var json = Encoding.UTF8.GetBytes($$"""{"$type":"{{trap.FullName}}, {{trap.Assembly.GetName().Name}}"}""");

        door.Tell(new ForgedJson($"{trap.FullName}, {trap.Assembly.GetName().Name}", json));
        door.Tell(new ForgedJson("", json));
        door.Tell(new ForgedJson("System.Object", json));

        await AnswersAsync(door);
        Assert.Equal(0, Trap.Sprung);
        log.ToList().ForEach(output.WriteLine);
    }

    [Fact]
    public async Task Actors_that_a_message_names_are_not_made()
    {
        var node = await ListenAsync();
        var door = await DoorAsync(node);
        Deployed.Started = 0;
        var address = Akka.Cluster.Cluster.Get(node.System).SelfAddress;

        var actor = stranger.System.ActorOf(Props.Create(() => new Deployed()).WithDeploy(new Deploy(new RemoteScope(address))), "deployed");
        actor.Tell("go");

        await AnswersAsync(door);
        Assert.Equal(0, Deployed.Started);
        log.ToList().ForEach(output.WriteLine);
    }

    [Fact]
    public async Task What_is_no_message_is_refused_and_said_once_of_each_kind()
    {
        var node = await ListenAsync();
        var door = await DoorAsync(node);
        for (var i = 0; i < 100; i++)
        {
            door.Tell(new ForgedWire("xx1", [1, 2, 3]));
            door.Tell(new ForgedWire("ls1", [255, 255, 255]));
            door.Tell(new ForgedJournal("b1", [255, 255, 255]));
            door.Tell(new ForgedJournal("", []));
            door.Tell(new ForgedUnknown("x", []));
            door.Tell(new ForgedUnknown(new string('x', 100_000), []));
            door.Tell(new ForgedUnknown("\u001b[31mred\r\nline", []));
            door.Tell(new ForgedJson("Nothing.At.All, Nowhere", "{"u8.ToArray()));
            door.Tell(new ForgedJson($"{i}", "{"u8.ToArray()));
        }

        await AnswersAsync(door);
        output.WriteLine($"{log.Count}");
        log.GroupBy(l => l[..Math.Min(l.Length, 300)]).ToList().ForEach(g => output.WriteLine($"{g.Count()} {g.Key}"));
        Assert.InRange(log.Count, 1, 20);
    }

    private async Task<FlyteRuntime> ListenAsync()
    {
        var node = await StartAsync(Plain);
        var listener = node.System.ActorOf(Props.Create(() => new Listener(log)));
        node.System.EventStream.Subscribe(listener, typeof(Warning));
        node.System.EventStream.Subscribe(listener, typeof(Error));
        return node;
    }

    private Task<IActorRef> DoorAsync(FlyteRuntime node) => stranger.DoorOfAsync(Akka.Cluster.Cluster.Get(node.System).SelfAddress);

    // Messages between two systems come in order: what was sent before has come.
    private static async Task AnswersAsync(IActorRef door) => await door.Ask<ActorIdentity>(new Identify("still there")).Soon();

    // What the loggers of the node write.
    private sealed class Listener(ConcurrentQueue<string> log) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is LogEvent said && Context.System.Settings.LogFilter.ShouldTryKeepMessage(said, out var line))
            {
                log.Enqueue(line);
            }
        }
    }

    internal sealed class Trap
    {
        internal static int Sprung;

        public Trap() => Interlocked.Increment(ref Sprung);
    }

    private sealed class Deployed : UntypedActor
    {
        internal static int Started;

        public Deployed() => Interlocked.Increment(ref Started);

        protected override void OnReceive(object message)
        {
        }
    }
}
