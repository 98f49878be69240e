using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Wire;

/// <summary>Messages about steps that items trace.</summary>
internal static class StepFormat
{
    internal static Proto.StepDue Write(StepDue due) => new() { Run = due.RunId.Value, Index = due.Index };

    internal static StepDue Read(Proto.StepDue wire) => new(new RunId(wire.Run), wire.Index);

    internal static Proto.StepDone Write(StepDone done) =>
        new() { Run = done.RunId.Value, Index = done.Index, Result = PayloadFormat.Write(done.Result, done.RunId) };

    internal static StepDone Read(Proto.StepDone wire) =>
        new(new RunId(wire.Run), wire.Index, PayloadFormat.Read(wire.Result, new RunId(wire.Run)));
}
