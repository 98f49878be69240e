using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Wire;

/// <summary>The runs that the items of a run have called.</summary>
internal static class ChildrenFormat
{
    internal static Proto.ListChildren Write(ListChildren list)
    {
        var wire = new Proto.ListChildren { Run = list.RunId.Value, Limit = list.Query.Limit, MaxBytes = list.MaxBytes };
        if (list.Query.Item is { } item)
        {
            wire.Item = item;
        }

        if (list.Query.After is { } after)
        {
            wire.After = after;
        }

        return wire;
    }

    internal static ListChildren Read(Proto.ListChildren wire) => new(
        new RunId(wire.Run),
        new ChildQuery { Item = wire.HasItem ? wire.Item : null, After = wire.HasAfter ? wire.After : null, Limit = wire.Limit },
        wire.MaxBytes);

    internal static Proto.ChildList Write(ChildList list)
    {
        var wire = new Proto.ChildList { Run = list.RunId.Value };
        foreach (var child in list.Page.Children)
        {
            wire.Children.Add(new Proto.ChildRun { Item = child.Item, Run = InfoFormat.Write(child.Run) });
        }

        if (list.Page.Next is { } next)
        {
            wire.Next = next;
        }

        return wire;
    }

    internal static ChildList Read(Proto.ChildList wire)
    {
        var children = new List<ChildRun>(wire.Children.Count);
        foreach (var child in wire.Children)
        {
            children.Add(new ChildRun(child.Item, InfoFormat.Read(child.Run)));
        }

        return new ChildList(new RunId(wire.Run), new RunChildren { Children = children, Next = wire.HasNext ? wire.Next : null });
    }
}
