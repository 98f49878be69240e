using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>A tree whose root runs another run again: the other one is read first, and feeds it.</summary>
internal sealed class TreeRerun(IActorContext context, TreeJournal journal, Recording recording)
{
    private RerunRun? order;
    private TreeRecord? source;

    /// <summary>Whether the other run is still being read for a new one.</summary>
    internal bool IsPending { get; private set; }

    /// <summary>Who ordered the run.</summary>
    internal IActorRef Asker { get; private set; } = ActorRefs.Nobody;

    internal void OnOrder(RerunRun ordered, IActorRef asker)
    {
        (order, Asker, IsPending) = (ordered, asker, true);
        journal.LoadSource(ordered.Source);
    }

    /// <summary>Notes what is recorded of the other run.</summary>
    internal void OnLoaded(TreeRecord record, RerunSource how)
    {
        source = record;
        journal.Source = how.Recovers ? record : null;
    }

    /// <summary>The start of the run that was ordered; null when the other one cannot be run again.</summary>
    internal StartRun? OnLoadedForOrder(TreeRecord record)
    {
        IsPending = false;
        if (record.Root is not { HasEnded: true } old)
        {
            Asker.Tell(record.Root is null ? RunRejected.Unknown(order!.Source.Of) : RunRejected.NotOver(order!.Source.Of));
            return null;
        }

        OnLoaded(record, order!.Source);
        return new StartRun(old.Spec with
        {
            Id = order.RunId,
            Source = order.Source,
            Name = order.Name ?? old.Spec.Name,
            Labels = order.Labels ?? old.Spec.Labels,
            Input = null,
            Trace = order.Trace,
        });
    }

    /// <summary>Has the root fed from where its inputs end.</summary>
    internal void Feed(IActorRef root, RunSpec spec, int from)
    {
        if (source?.Root is { } old)
        {
            context.ActorOf(RerunFeeder.Props(root, new RerunPages(spec.Id, spec.Source!, old, recording), from), "feeder");
        }
    }
}
