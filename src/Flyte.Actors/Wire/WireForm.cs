using Google.Protobuf;

namespace Flyte.Actors.Wire;

/// <summary>How messages of one type are written and read.</summary>
internal abstract class WireForm(string manifest, Type type)
{
    /// <summary>The name of the form, with its version.</summary>
    internal string Manifest { get; } = manifest;

    internal Type Type { get; } = type;

    internal abstract IMessage Write(object message);

    internal abstract object Read(byte[] bytes);
}

/// <inheritdoc/>
internal sealed class WireForm<TMessage, TProto>(string manifest, Func<TMessage, TProto> write, Func<TProto, TMessage> read)
    : WireForm(manifest, typeof(TMessage))
    where TMessage : class
    where TProto : class, IMessage<TProto>, new()
{
    private static readonly MessageParser<TProto> Parser = new(() => new TProto());

    internal override IMessage Write(object message) => write((TMessage)message);

    internal override object Read(byte[] bytes) => read(Parser.ParseFrom(bytes));
}
