using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tasks;
using Done = Flyte.Actors.Protocol.Done;

namespace Flyte.Actors.Tests.Proof;

/// <summary>Hears what a program's run answers, and notes it.</summary>
internal sealed class ProofEars : IDisposable
{
    private readonly ActorSystem system;
    private readonly History history;
    private readonly Func<object, object>? heard;
    private readonly List<IActorRef> ears = [];
    private volatile bool hasEnded;
    private volatile int accepted;

    internal ProofEars(ActorSystem system, History history, Sabotage? sabotage)
    {
        (this.system, this.history, heard) = (system, history, sabotage?.Heard);
        All = Listen(Hear);
    }

    /// <summary>Who hears what needs no answer of its own.</summary>
    internal IActorRef All { get; }

    /// <summary>Whether the run was said to have ended.</summary>
    internal bool HasEnded => hasEnded;

    /// <summary>Up to where inputs are said to be accepted.</summary>
    internal int Accepted => accepted;

    /// <summary>Who notes that when it hears that it is done.</summary>
    internal IActorRef For(Sight done) => Call(() => history.Add(done));

    /// <summary>Who does that when it hears that it is done.</summary>
    internal IActorRef Call(Action done) => Listen(message =>
    {
        if (message is Done)
        {
            done();
        }
        else
        {
            Hear(message);
        }
    });

    public void Dispose() => ears.ForEach(system.Stop);

    private void Hear(object message)
    {
        switch (heard?.Invoke(message) ?? message)
        {
            case RunAccepted:
                history.Add(new Started());
                break;
            case ItemsAccepted items:
                accepted = items.Next;
                history.Add(new Accepted(items.Next));
                break;
            case ResultPage page:
                history.Add(new Shown(page.Order, page.From, [.. page.Segments.SelectMany(Seen)], page.End));
                break;
            case RunStatus status:
                hasEnded |= status.Info.EndedAt is not null;
                history.Add(new Looked(status.Info));
                break;
            case RunRejected rejected:
                history.Add(new Refused(rejected.Code, rejected.Reason));
                break;
        }
    }

    private static IEnumerable<Seen> Seen(ResultSegment segment)
    {
        var typed = segment.As<int>();
        return Enumerable.Range(segment.First, segment.Count).Select(index => segment.ErrorAt(index) is { } error
            ? new Seen(index, 0, error.Code)
            : new Seen(index, typed.Values[typed.Start + index - typed.First]));
    }

    private IActorRef Listen(Action<object> hear)
    {
        var ear = system.ActorOf(Props.CreateBy(new Maker(hear)));
        ears.Add(ear);
        return ear;
    }

    private sealed class Ear(Action<object> hear) : UntypedActor
    {
        protected override void OnReceive(object message) => hear(message);
    }

    private sealed class Maker(Action<object> hear) : IIndirectActorProducer
    {
        public Type ActorType => typeof(Ear);

        public ActorBase Produce() => new Ear(hear);

        public void Release(ActorBase actor)
        {
        }
    }
}
