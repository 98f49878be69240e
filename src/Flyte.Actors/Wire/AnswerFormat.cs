using Flyte.Actors.Journal;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Wire;

/// <summary>What a run answers.</summary>
internal static class AnswerFormat
{
    internal static Proto.RunRejected Write(RunRejected rejected) =>
        new() { Run = rejected.RunId.Value, Code = rejected.Code, Reason = Errors.Cut(rejected.Reason) };

    internal static RunRejected Read(Proto.RunRejected wire) => new(new RunId(wire.Run), wire.Code, wire.Reason);

    internal static Proto.ItemsAccepted Write(ItemsAccepted accepted) =>
        new() { Run = accepted.RunId.Value, Next = accepted.Next, Credit = accepted.Credit, IsStopping = accepted.IsStopping, IsClosed = accepted.IsClosed };

    internal static ItemsAccepted Read(Proto.ItemsAccepted wire) => new(new RunId(wire.Run), wire.Next, wire.Credit, wire.IsStopping, wire.IsClosed);

    internal static Proto.ResultPage Write(ResultPage page)
    {
        var wire = new Proto.ResultPage
        {
            Run = page.RunId.Value,
            Order = OrderFormat.Write(page.Order),
            From = page.From,
            Next = page.Next,
            End = page.End is { } end ? new() { Phase = PhaseFormat.Write(end.Phase), Error = ErrorFormat.Write(end.Error) } : null,
        };
        foreach (var segment in page.Segments)
        {
            wire.Segments.Add(PayloadFormat.Write(segment, page.RunId));
        }

        return wire;
    }

    internal static ResultPage Read(Proto.ResultPage wire)
    {
        var run = new RunId(wire.Run);
        return new ResultPage(
            run,
            OrderFormat.Read(wire.Order),
            wire.From,
            wire.Next,
            [.. wire.Segments.Select(segment => PayloadFormat.Read(segment, run))],
            wire.End is { } end ? new RunEnd(PhaseFormat.Read(end.Phase), ErrorFormat.Read(end.Error)) : null);
    }

    internal static Proto.Done Write(Done done) => new() { Run = done.RunId.Value };

    internal static Done Read(Proto.Done wire) => new(new RunId(wire.Run));

    internal static Proto.ListFailed Write(ListFailed failed) => new() { Reason = Errors.Cut(failed.Reason) };

    internal static ListFailed Read(Proto.ListFailed wire) => new(wire.Reason);
}
