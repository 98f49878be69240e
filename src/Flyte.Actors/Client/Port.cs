using Akka.Actor;

namespace Flyte.Actors.Client;

/// <summary>
/// Where the answers to a client arrive: an actor reference without an actor, so that an answer costs no further hop. The
/// handler runs on the sender's thread and must be brief.
/// </summary>
#pragma warning disable MA0097 // References compare by path; nobody sorts ports.
internal sealed class Port : MinimalActorRef, IDisposable
#pragma warning restore MA0097
{
    private readonly Action<object, IActorRef> handler;

    internal Port(ActorSystem system, Action<object, IActorRef> handler)
    {
        this.handler = handler;
        Provider = ((ExtendedActorSystem)system).Provider;
        Path = Provider.TempPath();
        Provider.RegisterTempActor(this, Path);
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public void Dispose() => Provider.UnregisterTempActor(Path);

    protected override void TellInternal(object message, IActorRef sender) => handler(message, sender);
}
