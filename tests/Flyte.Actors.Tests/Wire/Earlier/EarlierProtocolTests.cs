using Akka.Actor;
using Flyte.Actors.Wire;
using Xunit;

namespace Flyte.Actors.Tests.Wire.Earlier;

/// <summary>Nodes of version 1 and of today understand each other, message by message.</summary>
public sealed class EarlierProtocolTests : IDisposable
{
    private readonly ActorSystem system = ActorSystem.Create("wire");

    public static TheoryData<string> Names => [.. EarlierProtocol.Names];

    private WireSerializer Today => new((ExtendedActorSystem)system);

    /// <summary>All that it said it still says, and of what came later it says nothing.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void What_version_1_wrote_is_read(string name)
    {
        var (manifest, bytes, said) = EarlierProtocol.Golden(name);

        var lines = WireText.Of(Today.FromBinary(bytes, manifest));

        Assert.NotEmpty(said);
        Assert.Empty(said.Except(lines.Select(Show), StringComparer.Ordinal));
        var known = said.Select(line => line.Split(' ', 2)[0]).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(lines.Where(line => !known.Contains(line.Path) && line.Value is not (null or "" or "0" or "False" or "00:00:00")).Select(Show));
    }

    /// <summary>Version 1 finds in what is written today what it would have written itself.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_written_today_version_1_reads(string name)
    {
        var (manifest, bytes, _) = EarlierProtocol.Golden(name);
        var written = Today.ToBinary(WireSamples.All[name]);

        Assert.Equal(manifest, Today.Manifest(WireSamples.All[name]));
        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(new EarlierProtocol((ExtendedActorSystem)system).Reduce(written, manifest)));
    }

    [Fact]
    public void What_came_later_is_dropped()
    {
        var protocol = new EarlierProtocol((ExtendedActorSystem)system);
        byte[] later = [0x08, 0x03, 0xFA, 0x07, 0x01, 0x78]; // The lease 3, and a field 127.

        Assert.Equal([0x08, 0x03], protocol.Reduce(later, "fl1"));
        Assert.Equal(new Flyte.Actors.Protocol.Flush(3), Today.FromBinary(later, "fl1"));
    }

    public void Dispose() => system.Dispose();

    private static string Show(WireLine line) => $"{line.Path} {line.Value?.ReplaceLineEndings("\\n") ?? "-"}";
}
