using Akka.Actor;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tests.Support;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>Stands in for a tree of runs: what its keeper tells, or dies of, a test hears.</summary>
internal static class KeeperParent
{
    /// <summary>Starts a keeper; what its parent is told from elsewhere goes to it.</summary>
    internal static IActorRef Start(ActorSystem system, Props keeper, Action<object> hear) =>
        system.ActorOf(Props.CreateBy(new Maker(() => new Parent(keeper, hear))));

    /// <summary>Somebody who waits for what is committed.</summary>
    internal static IActorRef Listen(ActorSystem system, Action<Committed> hear) =>
        system.ActorOf(Props.CreateBy(new Maker(() => new Parent(keeper: null, message => hear((Committed)message)))));

    internal static Recording Recording(FaultyStore store) => new(
        new FaultyEvents(store), store, PayloadLimits.None, _ => null, FailsWithoutTask: false, ResumesRuns: true, null!, TimeSpan.MaxValue, null!);

    private sealed class Parent(Props? keeper, Action<object> hear) : UntypedActor
    {
        private IActorRef child = ActorRefs.Nobody;

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(crash =>
        {
            hear(crash);
            return Directive.Stop;
        });

        protected override void PreStart() => child = keeper is null ? child : Context.ActorOf(keeper);

        protected override void OnReceive(object message)
        {
            if (keeper is null || Sender.Equals(child))
            {
                hear(message);
            }
            else
            {
                child.Tell(message);
            }
        }
    }

    private sealed class Maker(Func<Parent> make) : IIndirectActorProducer
    {
        public Type ActorType => typeof(Parent);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
