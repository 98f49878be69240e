using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using Akka.Actor;
using Flyte.Actors.Wire;
using Google.Protobuf;

namespace Flyte.Actors.Tests.Wire.Earlier;

/// <summary>
/// Version 1 of the protocol: its messages are generated from the .proto files here, which do not change any more, as its bytes in
/// Golden/v1 do not.
/// </summary>
internal sealed class EarlierProtocol
{
    private readonly Dictionary<string, MessageParser> parsers;

    internal EarlierProtocol(ExtendedActorSystem system)
    {
        var known = Names.Select(name => Golden(name).Manifest).ToHashSet(StringComparer.Ordinal);
        parsers = new WireForms(system).All.Where(form => known.Contains(form.Manifest))
            .ToDictionary(form => form.Manifest, ParserOf, StringComparer.Ordinal);
    }

    /// <summary>The messages whose bytes there are.</summary>
    internal static IEnumerable<string> Names => Directory.EnumerateFiles(Folder(), "*.hex").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>The manifest and the bytes of one, and what it said when they were written, line by line.</summary>
    internal static (string Manifest, byte[] Bytes, IReadOnlyList<string> Said) Golden(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder(), name + ".hex"));
        var head = lines[0].Split(' ');
        return (head[0], Convert.FromHexString(head[1]), lines[1..]);
    }

    /// <summary>What version 1 makes of a message: all that came later is dropped.</summary>
    /// <exception cref="SerializationException">It does not know the message.</exception>
    internal byte[] Reduce(byte[] bytes, string manifest) => parsers.TryGetValue(manifest, out var parser)
        ? parser.WithDiscardUnknownFields(discardUnknownFields: true).ParseFrom(bytes).ToByteArray()
        : throw new SerializationException($"Version 1 knows no message '{manifest}'.");

    internal static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "Golden", "v1");

    private static MessageParser ParserOf(WireForm form)
    {
        var name = form.GetType().GetGenericArguments()[1].Name;
        var type = typeof(Proto.StartRun).Assembly.GetType($"{typeof(Proto.StartRun).Namespace}.{name}", throwOnError: true)!;
        return (MessageParser)type.GetProperty("Parser")!.GetValue(null)!;
    }
}

/// <summary>The serializer of a node of version 1, as far as others notice: what came later it neither writes nor reads.</summary>
internal sealed class EarlierSerializer(ExtendedActorSystem system) : Akka.Serialization.SerializerWithStringManifest(system)
{
    /// <summary>Puts it into the place of today's.</summary>
    internal const string Config = """

        akka.actor.serializers.flyte-wire = "Flyte.Actors.Tests.Wire.Earlier.EarlierSerializer, Flyte.Actors.Tests"

        """;

    private readonly WireSerializer today = new(system);
    private readonly EarlierProtocol protocol = new(system);

    public override int Identifier => today.Identifier;

    public override string Manifest(object o) => today.Manifest(o);

    public override byte[] ToBinary(object obj) => protocol.Reduce(today.ToBinary(obj), today.Manifest(obj));

    public override object FromBinary(byte[] bytes, string manifest) => today.FromBinary(protocol.Reduce(bytes, manifest), manifest);
}
