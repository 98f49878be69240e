using System.Runtime.CompilerServices;
using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Wire;
using Xunit;

namespace Flyte.Actors.Tests.Wire;

/// <summary>
/// The bytes of every message, as nodes of other versions write and read them. A new one gets its file by a run of these tests with
/// FLYTE_WRITE_GOLDEN=1, which leaves those alone that there are.
/// </summary>
public sealed class WireGoldenTests : IDisposable
{
    private readonly ActorSystem system = ActorSystem.Create("wire");

    public static TheoryData<string> Names => [.. WireSamples.All.Keys];

    private WireSerializer Serializer => new((ExtendedActorSystem)system);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_written_as_ever(string name)
    {
        var sample = WireSamples.All[name];
        var written = $"{Serializer.Manifest(sample)} {Convert.ToHexStringLower(Serializer.ToBinary(sample))}";
        if (Environment.GetEnvironmentVariable("FLYTE_WRITE_GOLDEN") == "1" && !File.Exists(Golden(name)))
        {
            File.WriteAllText(Golden(name), written + "\n");
        }

        Assert.Equal(File.ReadAllText(Golden(name)).TrimEnd('\n'), written);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_read_as_ever(string name)
    {
        var golden = File.ReadAllText(Golden(name)).TrimEnd('\n').Split(' ');

        var read = Serializer.FromBinary(Convert.FromHexString(golden[1]), golden[0]);

        Assert.IsType(WireSamples.All[name].GetType(), read);
        Assert.Equal(WireText.Of(WireSamples.All[name]), WireText.Of(read));
    }

    [Fact]
    public void Every_message_has_its_bytes_here()
    {
        Assert.Empty(WireMessages().Except(WireSamples.All.Values.Select(sample => sample.GetType())));
    }

    /// <summary>What no sample says would not be missed if it got lost.</summary>
    [Fact]
    public void Every_property_has_a_value_in_some_sample()
    {
        var said = WireSamples.All.Values.SelectMany(WireText.Of).ToLookup(line => line.Part, line => line.Value, StringComparer.Ordinal);

        Assert.NotEmpty(said);
        Assert.DoesNotContain(said, part => part.All(value => value is null or "0" or "False"));
    }

    public void Dispose() => system.Dispose();

    internal static IEnumerable<Type> WireMessages() =>
        typeof(IWireMessage).Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(IWireMessage)));

    private static string Golden(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden", name + ".hex");
}
