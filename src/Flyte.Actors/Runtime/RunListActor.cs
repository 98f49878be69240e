using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>The list of the runs of a runtime that records none; old ones are forgotten when there are too many.</summary>
internal sealed class RunListActor(int finishedKept) : UntypedActor
{
    private readonly RunCatalog catalog = new(finishedKept);

    internal static Props Props(int finishedKept) =>
        ActorProps.Of(() => new RunListActor(finishedKept));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RunChanged changed:
                foreach (var old in catalog.Put(changed.Info))
                {
                    Context.Parent.Tell(new ForgetRun(new RunId(old)));
                }

                break;
            case RunRemoved removed:
                catalog.Remove(removed.RunId.Value);
                break;
            case TreeClosed closed:
                catalog.Remove(closed.RunId.Value);
                break;
            case ListRuns list:
                Sender.Tell(RunListCut.Of(catalog.Find(list.Query), list.MaxBytes));
                break;
        }
    }
}
