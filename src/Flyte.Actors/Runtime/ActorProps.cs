using Akka.Actor;

namespace Flyte.Actors.Runtime;

/// <summary>
/// How the runtime's actors are made. Akka's own way takes an expression and compiles it each time, which costs a small run ten
/// times as much as all the rest of it.
/// </summary>
internal static class ActorProps
{
    internal static Props Of<TActor>(Func<TActor> make)
        where TActor : ActorBase => Props.CreateBy(new Producer<TActor>(make)).WithDispatcher(FlyteDispatcher.Id);

    private sealed class Producer<TActor>(Func<TActor> make) : IIndirectActorProducer
        where TActor : ActorBase
    {
        public Type ActorType => typeof(TActor);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
