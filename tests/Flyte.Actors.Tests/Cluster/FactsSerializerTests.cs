using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Flyte.Actors.Cluster;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>What nodes of all versions tell each other.</summary>
public sealed class FactsSerializerTests : IAsyncLifetime
{
    private static readonly NodeFacts Facts = new(3, 3, 100, "db");

    private readonly ExtendedActorSystem system = (ExtendedActorSystem)ActorSystem.Create(
        "facts", ConfigurationFactory.ParseString("akka.actor.serialization-settings.allow-unregistered-types = off" + FactsSerializer.Config));

    public static TheoryData<string, string, bool> Golden { get; } = new()
    {
        { "a1", "080310641A026462", false },
        { "t1", "080310641A026462", false },
        { "t1", "080310641A0264622001", true },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => system.Terminate().Soon();

    [Theory]
    [MemberData(nameof(Golden))]
    public void Facts_are_written_and_read_as_ever(string manifest, string hex, bool isMember)
    {
        object message = manifest == "a1" ? new AskFacts(Facts) : new TellFacts(Facts, isMember);
        var serializer = Assert.IsType<FactsSerializer>(system.Serialization.FindSerializerFor(message));

        Assert.Equal((7303, manifest, hex), (serializer.Identifier, serializer.Manifest(message), Convert.ToHexString(serializer.ToBinary(message))));
        Assert.Equal(message, serializer.FromBinary(Convert.FromHexString(hex), manifest));
    }

    [Fact]
    public void What_was_added_later_is_said_where_there_is_some()
    {
        var serializer = new FactsSerializer(system);
        var message = new AskFacts(Facts with { OldestWire = 2, StorePlace = "x" });

        Assert.Equal("080310641A0264622802320178", Convert.ToHexString(serializer.ToBinary(message)));
        Assert.Equal(message, serializer.FromBinary(serializer.ToBinary(message), "a1"));
    }

    [Fact]
    public void What_a_newer_version_adds_is_passed_over()
    {
        var read = new FactsSerializer(system).FromBinary(Convert.FromHexString("080310641A026462" + "7A0178"), "a1");

        Assert.Equal(new AskFacts(Facts), read);
    }

    [Fact]
    public void Anything_else_is_refused()
    {
        var serializer = new FactsSerializer(system);

        Assert.Throws<SerializationException>(() => serializer.FromBinary([], "z9"));
        Assert.Throws<SerializationException>(() => serializer.FromBinary([0xFF, 0xFF], "a1"));
        Assert.Throws<SerializationException>(() => serializer.ToBinary("text"));
    }
}
