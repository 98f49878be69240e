using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Wire;
using Xunit;

namespace Flyte.Actors.Tests.Wire;

/// <summary>Messages between two actor systems.</summary>
public sealed class RemoteWireTests : IDisposable
{
    private static readonly string Config = $$"""
        akka.actor.provider = remote
        akka.remote.dot-netty.tcp {
          hostname = 127.0.0.1
          port = 0
          maximum-frame-size = {{WireLimits.MaxFrameBytes}}b
          send-buffer-size = {{2 * WireLimits.MaxFrameBytes}}b
          receive-buffer-size = {{2 * WireLimits.MaxFrameBytes}}b
        }
        akka.actor.serialization-settings.allow-unregistered-types = off
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        {{WireSerializer.Config}}
        """;

    private readonly ActorSystem here = ActorSystem.Create("here", Config);
    private readonly ActorSystem there = ActorSystem.Create("there", Config);

    [Fact]
    public async Task Every_message_goes_there_and_back()
    {
        var echo = await EchoAsync();
        foreach (var (name, message) in WireSamples.All.Where(sample => sample.Value is not (RunAccepted or ToHostedSlot { Context.Tree: not null })))
        {
            Assert.True(WireText.Of(message).SequenceEqual(WireText.Of(await echo.Ask(message).Soon())), name);
        }
    }

    [Fact]
    public async Task An_actor_that_is_named_is_found_from_there()
    {
        var echo = await EchoAsync();
        var run = here.ActorOf<Echo>("run");

        var accepted = (RunAccepted)await echo.Ask(new RunAccepted(WireSamples.Run, run)).Soon();
        Assert.Equal(run, accepted.Run);

        var forwarded = (RunAccepted)await echo.Ask(new RunAccepted(WireSamples.Run, echo)).Soon();
        Assert.Equal(new Flush(3), await forwarded.Run.Ask(new Flush(3)).Soon());

        var told = (ToHostedSlot)await echo.Ask(new ToHostedSlot("slot", new SlotContext(WireSamples.Run, IsRecorded: false, run), 1, new Flush(3))).Soon();
        Assert.Equal(run, told.Context!.Tree);
    }

    [Fact]
    public async Task What_cannot_go_breaks_nothing()
    {
        var echo = await EchoAsync();
        Assert.Equal(new Flush(1), await echo.Ask(new Flush(1)).Soon());
        var breaks = new List<object>();
        var watch = here.ActorOf(Props.Create(() => new Watch(breaks)));
        here.EventStream.Subscribe(watch, typeof(Akka.Remote.RemotingLifecycleEvent));

        echo.Tell(new StepDone(WireSamples.Run, 0, new ResultSegment<int>(0, 1, [1], errors: null, 0)));
        echo.Tell(new object());

        Assert.Equal(new Flush(2), await echo.Ask(new Flush(2)).Soon());
        await watch.Ask(new Identify(messageId: null)).Soon();
        Assert.Empty(breaks);
    }

    [Fact]
    public async Task A_page_as_large_as_may_be_goes()
    {
        var echo = await EchoAsync();
        var json = $"[\"{new string('x', WireLimits.MaxPayloadBytes - 4)}\"]";
        var done = new StepDone(WireSamples.Run, 0, new EncodedSegment(0, 1, new(System.Text.Encoding.UTF8.GetBytes(json), 1), errors: null));

        Assert.Equal(WireText.Of(done), WireText.Of(await echo.Ask(done).Soon()));
    }

    public void Dispose()
    {
        here.Dispose();
        there.Dispose();
    }

    private async Task<IActorRef> EchoAsync()
    {
        var echo = there.ActorOf<Echo>("echo");
        var address = ((ExtendedActorSystem)there).Provider.DefaultAddress;
        return await here.ActorSelection(new RootActorPath(address) / "user" / echo.Path.Name).ResolveOne(Patience.Bound);
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    private sealed class Watch(List<object> seen) : UntypedActor
    {
        protected override void OnReceive(object message) => seen.Add(message);
    }
}
