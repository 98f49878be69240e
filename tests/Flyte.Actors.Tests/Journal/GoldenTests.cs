using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using Akka.Actor;
using Flyte.Actors.Journal;
using Flyte.Actors.Runs;
using Google.Protobuf;
using Xunit;

namespace Flyte.Actors.Tests.Journal;

/// <summary>
/// The bytes of every event, as they stand in the journals that are out there: they are written so, and they are read. A new event
/// gets its file by a run of these tests with FLYTE_WRITE_GOLDEN=1, which leaves those alone that there are.
/// </summary>
public sealed class GoldenTests : IDisposable
{
    private readonly ActorSystem system = ActorSystem.Create("golden");

    public static TheoryData<string> Names => [.. Samples.All.Keys];

    private JournalSerializer Serializer => new((ExtendedActorSystem)system);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_is_written_as_ever(string name)
    {
        var written = Serializer.ToBinary(Samples.All[name]);
        if (Environment.GetEnvironmentVariable("FLYTE_WRITE_GOLDEN") == "1" && !File.Exists(Golden(name)))
        {
            File.WriteAllText(Golden(name), Convert.ToHexStringLower(written) + "\n");
        }

        Assert.Equal(File.ReadAllText(Golden(name)).Trim(), Convert.ToHexStringLower(written));
        Assert.Equal("b1", Serializer.Manifest(Samples.All[name]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_is_read_as_ever(string name)
    {
        var bytes = Convert.FromHexString(File.ReadAllText(Golden(name)).Trim());

        EventAssert.Same(Samples.All[name], (JournalBatch)Serializer.FromBinary(bytes, "b1"));
    }

    [Fact]
    public void Every_kind_of_event_has_its_bytes_here()
    {
        var kinds = typeof(RunEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RunEvent)));

        Assert.Empty(kinds.Except(Samples.All.Values.SelectMany(batch => batch.Records).Select(record => record.Event.GetType())));
    }

    [Fact]
    public void What_a_newer_version_wrote_is_refused()
    {
        var e = Assert.Throws<SerializationException>(() => Serializer.FromBinary([], "b2"));
        Assert.Contains("b2", e.Message);

        // A record whose only field is one that nobody knows.
        var batch = new Flyte.Actors.Journal.Wire.Batch { Root = "root-1" };
        batch.Records.Add(Flyte.Actors.Journal.Wire.Record.Parser.ParseFrom(ByteString.CopyFrom(0xF2, 0x07, 0x01, 0x00)));
        Assert.Contains("newer", Assert.Throws<InvalidDataException>(() => Serializer.FromBinary(batch.ToByteArray(), "b1")).Message);
    }

    [Fact]
    public void What_is_no_event_is_refused()
    {
        Assert.Contains("System.String", Assert.Throws<SerializationException>(() => Serializer.ToBinary("text")).Message);
        Assert.Throws<SerializationException>(() => Serializer.Manifest("text"));
    }

    public void Dispose() => system.Dispose();

    private static string Golden(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden", name + ".hex");
}
