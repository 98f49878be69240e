using Akka.Actor;
using Akka.Serialization;
using Flyte.Actors.Journal;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Wire;

/// <summary>What the two ends of a slot tell each other.</summary>
internal sealed class SlotFormat(ExtendedActorSystem system)
{
    internal static Proto.ToHostedSlot Write(ToHostedSlot told)
    {
        var wire = new Proto.ToHostedSlot { Slot = told.Slot, Number = told.Number, Context = told.Context is { } context ? Write(context) : null };
        switch (told.Message)
        {
            case Lease lease:
                wire.Lease = LeaseFormat.Write(lease);
                break;
            case Flush flush:
                wire.Flush = LeaseFormat.Write(flush);
                break;
            case Cancel cancel:
                wire.Cancel = LeaseFormat.Write(cancel);
                break;
            case AdoptSlot adopt:
                wire.Adopt = Write(adopt);
                break;
            default:
                throw new InvalidOperationException($"A '{told.Message.GetType().Name}' is not told to a slot.");
        }

        return wire;
    }

    internal ToHostedSlot Read(Proto.ToHostedSlot wire) => new(
        wire.Slot,
        wire.Context is { } context ? Read(context) : null,
        wire.Number,
        wire.MessageCase switch
        {
            Proto.ToHostedSlot.MessageOneofCase.Lease => LeaseFormat.Read(wire.Lease),
            Proto.ToHostedSlot.MessageOneofCase.Flush => LeaseFormat.Read(wire.Flush),
            Proto.ToHostedSlot.MessageOneofCase.Cancel => LeaseFormat.Read(wire.Cancel),
            Proto.ToHostedSlot.MessageOneofCase.Adopt => Read(wire.Adopt),
            _ => throw new InvalidDataException("It tells the slot nothing that this version knows."),
        });

    internal static Proto.FromHostedSlot Write(FromHostedSlot told)
    {
        var wire = new Proto.FromHostedSlot { Number = told.Number };
        switch (told.Message)
        {
            case Slept slept:
                wire.Slept = LeaseFormat.Write(slept);
                break;
            case Progress progress:
                wire.Progress = LeaseFormat.Write(progress);
                break;
            case LeaseDone done:
                wire.Done = LeaseFormat.Write(done);
                break;
            case Refused refused:
                wire.Refused = new Proto.Refused { Lease = refused.Lease };
                break;
            default:
                throw new InvalidOperationException($"A slot does not tell a '{told.Message.GetType().Name}'.");
        }

        return wire;
    }

    internal static FromHostedSlot Read(Proto.FromHostedSlot wire) => new(
        wire.Number,
        wire.MessageCase switch
        {
            Proto.FromHostedSlot.MessageOneofCase.Slept => LeaseFormat.Read(wire.Slept),
            Proto.FromHostedSlot.MessageOneofCase.Progress => LeaseFormat.Read(wire.Progress),
            Proto.FromHostedSlot.MessageOneofCase.Done => LeaseFormat.Read(wire.Done),
            Proto.FromHostedSlot.MessageOneofCase.Refused => new Refused(wire.Refused.Lease),
            _ => throw new InvalidDataException("The slot tells nothing that this version knows."),
        });

    internal static Proto.SlotSeen Write(SlotSeen seen) => new() { Number = seen.Number };

    internal static SlotSeen Read(Proto.SlotSeen wire) => new(wire.Number);

    internal static Proto.CloseSlot Write(CloseSlot close) => new() { Slot = close.Slot };

    internal static CloseSlot Read(Proto.CloseSlot wire) => new(wire.Slot);

    internal static Proto.SlotGone Write(SlotGone gone) => new() { Slot = gone.Slot };

    internal static SlotGone Read(Proto.SlotGone wire) => new(wire.Slot);

    internal static Proto.FindHosted Write(FindHosted find) => new() { Run = find.RunId.Value };

    internal static FindHosted Read(Proto.FindHosted wire) => new(new RunId(wire.Run));

    internal static Proto.HostedCount Write(HostedCount hosted) => new() { Node = hosted.Node, Run = hosted.RunId.Value, Count = hosted.Count };

    internal static HostedCount Read(Proto.HostedCount wire) => new(wire.Node, new RunId(wire.Run), wire.Count);

    internal static Proto.HostedIs Write(HostedIs hosted) => new()
    {
        Node = hosted.Node,
        Slot = hosted.Slot,
        Lease = hosted.Lease,
        First = hosted.First,
        Count = hosted.Count,
        IsCaller = hosted.IsCaller,
    };

    internal static HostedIs Read(Proto.HostedIs wire) => new(wire.Node, wire.Slot, wire.Lease, wire.First, wire.Count, wire.IsCaller);

    internal static Proto.AdoptSlot Write(AdoptSlot adopt) => new() { Lease = adopt.Lease };

    internal static AdoptSlot Read(Proto.AdoptSlot wire) => new(wire.Lease);

    private static Proto.SlotContext Write(SlotContext context)
    {
        var wire = new Proto.SlotContext { Run = context.RunId.Value, IsRecorded = context.IsRecorded, Trace = TraceFormat.Write(context.Trace) };
        if (context.Tree is { } tree)
        {
            wire.Tree = Serialization.SerializedActorPath(tree);
        }

        return wire;
    }

    private SlotContext Read(Proto.SlotContext wire) =>
        new(new RunId(wire.Run), wire.IsRecorded, wire.HasTree ? system.Provider.ResolveActorRef(wire.Tree) : null, TraceFormat.Read(wire.Trace));
}
