using System.Runtime.Serialization;
using Akka.Actor;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tasks;
using Flyte.Actors.Wire;
using Xunit;

namespace Flyte.Actors.Tests.Wire;

/// <summary>What goes between nodes, and what does not.</summary>
public sealed class WireSerializerTests : IDisposable
{
    private static readonly TaskEnvironment Env = new("tests");
    private static readonly FlyteTask<string, int> Count = Env.Task("count", (string text) => text.Length);

    private readonly ActorSystem system = ActorSystem.Create(
        "wire", WireSerializer.Config + "akka.actor.serialization-settings.allow-unregistered-types = off");

    private readonly WireSerializer serializer;

    public WireSerializerTests() => serializer = new WireSerializer((ExtendedActorSystem)system);

    public static TheoryData<string> Names => [.. WireSamples.All.Keys];

    [Fact]
    public void Every_message_between_nodes_has_a_form_and_nothing_else_has()
    {
        var forms = new WireForms((ExtendedActorSystem)system).All;

        Assert.Equal(WireGoldenTests.WireMessages().OrderBy(type => type.Name), forms.Select(form => form.Type).OrderBy(type => type.Name));
        Assert.All(forms, form => Assert.Matches("^[a-z]{2}[1-9]$", form.Manifest));
    }

    [Fact]
    public void All_of_them_are_bound_to_this_serializer_and_the_others_to_none()
    {
        var others = typeof(IFlyteMessage).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(IFlyteMessage)) && !type.IsAssignableTo(typeof(IWireMessage)))
            .ToList();

        Assert.All(WireGoldenTests.WireMessages(), type => Assert.IsType<WireSerializer>(system.Serialization.FindSerializerForType(type)));
        Assert.Contains(typeof(Pulse.Tick), others);
        Assert.Contains(typeof(RunChanged), others);
        Assert.Contains(typeof(MaySleep), others);
        Assert.All(others, type => Assert.ThrowsAny<Exception>(() => system.Serialization.FindSerializerForType(type)));
    }

    [Fact]
    public void What_stays_in_its_process_is_refused_by_name()
    {
        var message = new TreeIdle(WireSamples.Run);

        Assert.Contains("TreeIdle", Assert.Throws<SerializationException>(() => serializer.Manifest(message)).Message);
        Assert.Contains("TreeIdle", Assert.Throws<SerializationException>(() => serializer.ToBinary(message)).Message);
    }

    [Theory]
    [InlineData("xx1")]
    [InlineData("ls9")]
    [InlineData("")]
    public void What_a_newer_version_sends_is_refused(string manifest) =>
        Assert.Contains($"'{manifest}'", Assert.Throws<SerializationException>(() => serializer.FromBinary([], manifest)).Message);

    [Theory]
    [MemberData(nameof(Names))]
    public void Bytes_that_are_cut_or_damaged_are_refused_or_are_a_message(string name)
    {
        var (bytes, manifest) = (serializer.ToBinary(WireSamples.All[name]), serializer.Manifest(WireSamples.All[name]));
        var random = new Random(7);
        for (var length = 0; length < bytes.Length; length++)
        {
            Read(bytes[..length], manifest);
            byte[] damaged = [.. bytes];
            damaged[length] = (byte)random.Next(256);
            Read(damaged, manifest);
            random.NextBytes(damaged);
            Read(damaged, manifest);
        }
    }

    [Fact]
    public void Counts_that_what_came_does_not_bear_out_are_refused()
    {
        var page = new ResultPage(WireSamples.Run, ReadOrder.Inputs, 0, int.MaxValue, [new EncodedSegment(0, int.MaxValue, PayloadBlock.Empty, errors: null)], End: null);
        var lease = new Lease(1, new StoredPage("t", TaskOptions.Default, 9, PayloadBlock.Empty, new Dictionary<int, InputFault>()), 0, 0, 9, default, null, false, false);

        Assert.Contains("payloads", Assert.Throws<SerializationException>(() => serializer.FromBinary(serializer.ToBinary(page), "rp1")).Message);
        Assert.Contains("payloads", Assert.Throws<SerializationException>(() => serializer.FromBinary(serializer.ToBinary(lease), "ls1")).Message);
    }

    [Fact]
    public void Payloads_that_were_not_encoded_cannot_go()
    {
        var page = new InputPage<string>(Count.Definition, Count.Options, ["a"], 0, 1);
        var results = new ResultSegment<int>(0, 2, [1, 2], errors: null, 0);
        var elsewhere = new EncodedSegment(0, 1, new PayloadBlock(default, 1, "place"), errors: null);

        Assert.Contains("tests.count", Refused(new AddItems(WireSamples.Run, 0, page, IsLast: true)));
        Assert.Contains("items 0 to 1", Refused(new StepDone(WireSamples.Run, 0, results)));
        Assert.Contains("beside the journal", Refused(new StepDone(WireSamples.Run, 0, elsewhere)));
    }

    [Fact]
    public void What_is_larger_than_a_frame_cannot_go()
    {
        var labels = new Dictionary<string, string> { ["large"] = new('x', WireLimits.MaxFrameBytes) };

        Assert.Contains("StartRun", Refused(new StartRun(WireSamples.FullSpec with { Labels = labels })));
    }

    [Fact]
    public void Of_the_page_of_a_lease_only_its_own_inputs_go_and_the_task_of_the_other_node_opens_them()
    {
        string[] items = [.. Enumerable.Range(0, 100).Select(i => $"text {i}")];
        var page = new InputPage<string>(Count.Definition, Count.Options, items, 0, 100).Encode(new PayloadLimits(1024))[0];
        var lease = new Lease(1, page, 10, 60, 20, default, null, false, false);

        var arrived = (Lease)serializer.FromBinary(serializer.ToBinary(lease), "ls1");
        var opened = (InputPage<string>)((StoredPage)arrived.Page).Open(Count.Definition);

        Assert.Equal((0, 60, 20), (arrived.Offset, arrived.First, arrived.Count));
        Assert.Equal(items[10..30], opened.Items);
    }

    public void Dispose() => system.Dispose();

    private string Refused(IWireMessage message) => Assert.Throws<InvalidOperationException>(() => serializer.ToBinary(message)).Message;

    private void Read(byte[] bytes, string manifest)
    {
        try
        {
            Assert.NotNull(serializer.FromBinary(bytes, manifest));
        }
        catch (SerializationException)
        {
            // That is how it is refused.
        }
    }
}
