using Akka.Actor;
using Akka.Persistence;

namespace Flyte.Actors.Benchmarks;

/// <summary>What one would write with Akka.Persistence and no more: it does an item, persists it, and takes the next.</summary>
internal sealed class ItemPersister(string id) : UntypedPersistentActor
{
    private int recorded;
    private int wanted;
    private IActorRef replyTo = ActorRefs.Nobody;

    public override string PersistenceId => id;

    /// <summary>There never is a snapshot, and looking for one costs time.</summary>
    public override Akka.Persistence.Recovery Recovery { get; } = new(SnapshotSelectionCriteria.None);

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case Record record:
                (wanted, replyTo) = (recorded + record.Count, Sender);
                Self.Tell(Next.Instance);
                break;
            case RecordTogether together:
                replyTo = Sender;
                wanted = recorded + together.Count;
                PersistAll(Enumerable.Range(recorded, together.Count).Select(ItemRecorded.Of), OnRecorded);
                break;
            case Next when recorded < wanted:
                Persist(ItemRecorded.Of(recorded), OnRecorded);
                break;
            case Count:
                Sender.Tell(recorded);
                break;
        }
    }

    protected override void OnRecover(object message)
    {
        if (message is ItemRecorded item)
        {
            Apply(item);
        }
    }

    private void OnRecorded(ItemRecorded item)
    {
        Apply(item);
        if (recorded == wanted)
        {
            replyTo.Tell(recorded);
        }
        else
        {
            Self.Tell(Next.Instance);
        }
    }

    private void Apply(ItemRecorded item)
    {
        if (item.Index != recorded || Padded.ItemOf(item.Result) != item.Input)
        {
            throw new InvalidOperationException($"'{id}' has item {item.Index} at position {recorded}.");
        }

        recorded++;
    }

    /// <summary>So many more items, an event and a round trip to the journal each; answered with how many there are then.</summary>
    internal sealed record Record(int Count);

    /// <summary>So many more items at once, to fill a journal.</summary>
    internal sealed record RecordTogether(int Count);

    /// <summary>Asks how many items are recorded.</summary>
    internal sealed record Count
    {
        public static readonly Count Instance = new();
    }

    private sealed record Next
    {
        public static readonly Next Instance = new();
    }
}
