using Flyte.Actors.Journal;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Wire;

/// <summary>What the items of a run look like.</summary>
internal static class ItemFormat
{
    internal static Proto.RunItems Write(RunItems items)
    {
        var wire = new Proto.RunItems { Run = items.RunId.Value };
        wire.Items.Add(items.Page.Items.Select(item => Write(item, items.RunId)));
        if (items.Page.Next is { } next)
        {
            wire.Next = next;
        }

        return wire;
    }

    internal static RunItems Read(Proto.RunItems wire)
    {
        var run = new RunId(wire.Run);
        return new RunItems(run, new ItemPage { Items = [.. wire.Items.Select(item => Read(item, run))], Next = wire.HasNext ? wire.Next : null });
    }

    private static Proto.Item Write(RunItem item, RunId run)
    {
        var wire = new Proto.Item
        {
            Index = item.Index,
            Phase = OrderFormat.Write(item.Phase),
            Attempts = item.Attempts,
            Error = ErrorFormat.Write(item.Error, run, item.Index),
        };
        if (item.MaxAttempts is { } most)
        {
            wire.MaxAttempts = most;
        }

        if (item.Task is { } task)
        {
            wire.Task = task;
        }

        if (item.Input is { } input)
        {
            wire.Input = input;
        }

        if (item.Result is { } result)
        {
            wire.Result = result;
        }

        if (item.NextAttemptAt is { } at)
        {
            wire.NextAttemptAt = at.UtcTicks;
        }

        return wire;
    }

    private static RunItem Read(Proto.Item wire, RunId run) => new()
    {
        Index = wire.Index,
        Task = wire.HasTask ? wire.Task : null,
        Phase = OrderFormat.Read(wire.Phase),
        Attempts = wire.Attempts,
        MaxAttempts = wire.HasMaxAttempts ? wire.MaxAttempts : null,
        Input = wire.HasInput ? wire.Input : null,
        Result = wire.HasResult ? wire.Result : null,
        Error = ErrorFormat.Read(wire.Error, run, wire.Index),
        NextAttemptAt = wire.HasNextAttemptAt ? SpecFormat.At(wire.NextAttemptAt) : null,
    };
}
