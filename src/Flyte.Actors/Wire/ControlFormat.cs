using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Wire;

/// <summary>Commands that change a run.</summary>
internal static class ControlFormat
{
    internal static Proto.AbortRun Write(AbortRun abort) => new() { Run = abort.RunId.Value, Reason = Errors.Cut(abort.Reason), IsCallers = abort.IsCallers };

    internal static AbortRun Read(Proto.AbortRun wire) => new(new RunId(wire.Run), wire.Reason, wire.IsCallers);

    internal static Proto.AbortItem Write(AbortItem abort) => new() { Run = abort.RunId.Value, Index = abort.Index, Reason = Errors.Cut(abort.Reason), IsCallers = abort.IsCallers };

    internal static AbortItem Read(Proto.AbortItem wire) => new(new RunId(wire.Run), wire.Index, wire.Reason, wire.IsCallers);

    internal static Proto.ResizeRun Write(ResizeRun resize) => new() { Run = resize.RunId.Value, Concurrency = resize.Concurrency };

    internal static ResizeRun Read(Proto.ResizeRun wire) => new(new RunId(wire.Run), wire.Concurrency);

    internal static Proto.ForgetRun Write(ForgetRun forget) => new() { Run = forget.RunId.Value };

    internal static ForgetRun Read(Proto.ForgetRun wire) => new(new RunId(wire.Run));

    internal static Proto.PurgeRun Write(PurgeRun purge) => new() { Run = purge.RunId.Value };

    internal static PurgeRun Read(Proto.PurgeRun wire) => new(new RunId(wire.Run));
}
