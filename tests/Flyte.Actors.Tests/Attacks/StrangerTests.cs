using System.Net;
using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Flyte.Actors.Tests.Attacks;

/// <summary>A system that is no node connects to the port of one: what it sends is refused, and the node's work goes on.</summary>
public sealed class StrangerTests : NodeTest, IDisposable
{
    private readonly ITestOutputHelper output;
    private readonly Stranger stranger = new();
    private readonly FlyteTask<int, int> twice;
    private Warnings? warnings;

    public StrangerTests(ITestOutputHelper output) => (this.output, twice) = (output, Env.Task("twice", (int i) => 2 * i));

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
        await SaidAsync("JSON that names types is neither sent nor taken");
        await RunsAsync(node);
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
        await SaidAsync("starts no actors for other systems");
        Assert.Equal(0, Deployed.Started);
        await RunsAsync(node);
    }

    [Fact]
    public async Task What_is_no_message_is_refused_and_said_once()
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
        // The report of it is a message of its own, behind that which was refused.
        await SaidAsync("is refused");
        Assert.DoesNotContain(Assert.Single(Log), char.IsControl);
        Assert.InRange(Log.Single().Length, 100, 1_000);
    }

    /// <summary>It is cut off; whoever keeps to the limit is not.</summary>
    [Fact]
    public async Task A_frame_that_is_too_large_is_not_taken()
    {
        var node = await ListenAsync();
        var door = await DoorAsync(node);

        door.Tell(new ForgedWire("ls1", new byte[8 * WireLimits.MaxFrameBytes]));

        using var other = new Stranger();
        await AnswersAsync(await other.DoorOfAsync(Akka.Cluster.Cluster.Get(node.System).SelfAddress));
        await RunsAsync(node);
        Assert.InRange(Log.Count, 0, 5);
    }

    [Fact]
    public async Task What_is_no_frame_at_all_ends_only_its_own_connection()
    {
        var node = await ListenAsync();
        var port = Akka.Cluster.Cluster.Get(node.System).SelfAddress.Port!.Value;
        var fuzz = new Fuzz([[0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [16, 0, 0, 0, 10, 14], "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), [0x16, 3, 1, 2, 0, 1, 0]], Fuzz.Seed);
        for (var i = 0; i < Fuzz.Cases / 4; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            try
            {
                await client.GetStream().WriteAsync(fuzz.Draw());
            }
            catch (IOException)
            {
                // It has ended the connection already.
            }
        }

        await AnswersAsync(await DoorAsync(node));
        await RunsAsync(node);
        Log.ToList().ForEach(output.WriteLine);
        Assert.InRange(Log.Count, 0, 5);
    }

    private IReadOnlyList<string> Log => warnings!.All;

    private async Task RunsAsync(FlyteRuntime node) => Assert.Equal([2, 4, 6], await node.Map(twice.MapAsync([1, 2, 3])).Values().ToListAsync().Soon());

    private async Task SaidAsync(string part)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (!Log.Any(line => line.Contains(part, StringComparison.Ordinal)))
        {
            await Task.Yield();
            Assert.False(bound.IsCancellationRequested, $"It has not said '{part}'.");
        }
    }

    private async Task<FlyteRuntime> ListenAsync()
    {
        var node = await StartAsync(Plain);
        warnings = Warnings.Of(node.System);
        return node;
    }

    private Task<IActorRef> DoorAsync(FlyteRuntime node) => stranger.DoorOfAsync(Akka.Cluster.Cluster.Get(node.System).SelfAddress);

    // Messages between two systems come in order: what was sent before has come.
    private static async Task AnswersAsync(IActorRef door) => await door.Ask<ActorIdentity>(new Identify("still there")).Soon();

    internal sealed class Trap
    {
        internal static int Sprung;

        public Trap() => Interlocked.Increment(ref Sprung);
    }

    // The stranger makes none itself: its actor would be elsewhere.
    private sealed class Deployed : UntypedActor
    {
        internal static int Started;

        public Deployed() => Interlocked.Increment(ref Started);

        protected override void OnReceive(object message)
        {
        }
    }
}
