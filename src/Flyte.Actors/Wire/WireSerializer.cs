using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Flyte.Actors.Journal;
using Flyte.Actors.Protocol;
using Google.Protobuf;

namespace Flyte.Actors.Wire;

/// <summary>The one serializer of what goes to other nodes: protobuf, by a short manifest that says which version of the form it is.</summary>
internal sealed class WireSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Binds the serializer to what it writes.</summary>
    internal const string Config = """

        akka.actor {
          serializers.flyte-wire = "Flyte.Actors.Wire.WireSerializer, Flyte.Actors"
          serialization-bindings {
            "Flyte.Actors.Protocol.IWireMessage, Flyte.Actors" = flyte-wire
          }
        }
        """;

    private readonly WireForms forms = new(system);

    /// <inheritdoc/>
    public override int Identifier => 7_302;

    /// <inheritdoc/>
    public override string Manifest(object o) => FormOf(o).Manifest;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The message has payloads that were not encoded, or is larger than a frame.</exception>
    public override byte[] ToBinary(object obj)
    {
        var message = FormOf(obj).Write(obj);
        var size = message.CalculateSize();
        if (size > WireLimits.MaxMessageBytes)
        {
            throw new InvalidOperationException(
                $"A message {obj.GetType().Name} of {size:N0} bytes cannot go to another node: the most is {WireLimits.MaxMessageBytes:N0}.");
        }

        var bytes = new byte[size];
        message.WriteTo(bytes.AsSpan());
        return bytes;
    }

    /// <inheritdoc/>
    /// <exception cref="SerializationException">They are no message that this version knows.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        var form = forms.Of(manifest) ?? throw new SerializationException(
            $"A message '{manifest}' came from another node, which this version of Flyte.Actors does not know: that node runs a newer version.");
        try
        {
            return form.Read(bytes);
        }
#pragma warning disable CA1031 // What came may be anything, and so may be what goes wrong with it.
        catch (Exception e) when (e is not SerializationException)
#pragma warning restore CA1031
        {
            throw new SerializationException($"A message '{manifest}' of {bytes.Length:N0} bytes from another node is no {form.Type.Name}: {Damage.Of(e)}", e);
        }
    }

    private WireForm FormOf(object message) => forms.Of(message.GetType()) ?? throw new SerializationException(
        $"A '{message.GetType().FullName}' does not go to other nodes: only an {nameof(IWireMessage)} with a form in {nameof(WireForms)} does.");
}
