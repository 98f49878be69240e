using Akka.Actor;
using Akka.TestKit;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Tests.Support;

/// <summary>One node for a run's slots, on which a test executes the items: it hears what they are told, and answers as they do.</summary>
internal sealed class FarPlaces(TestProbe ear, int slots) : ISlotPlaces
{
    public IReadOnlyCollection<SlotPlace> All { get; } =
        [new SlotPlace("far-node", ActorProps.Of(() => new Mouth(ear.Ref)), static _ => true) { Granted = slots }];

    public int AwakeSlots => slots;

    public int? Reach => slots;

    public string? Obstacle { get; set; }

    public bool IsReady => true;

    public void FindRunning()
    {
    }

    public IReadOnlyList<FoundLease> TakeFound(Func<FoundLease, bool> take) => [];

    public void Miss(string task)
    {
    }

    public void Plan(SlotNeeds needs)
    {
    }

    public void OnMessage(IPlaceMessage message)
    {
    }

    public void Close(bool isMoving)
    {
    }

    private sealed class Mouth(IActorRef ear) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (Sender.Equals(ear))
            {
                Context.Parent.Tell(message);
            }
            else
            {
                ear.Tell(message, Self);
            }
        }
    }
}
