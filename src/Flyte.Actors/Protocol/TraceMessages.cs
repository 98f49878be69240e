using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Protocol;

/// <summary>From a run of steps to the item that makes them: nothing is recorded of this one, execute it.</summary>
internal sealed record StepDue(RunId RunId, int Index) : IRunMessage, IWireMessage;

/// <summary>From the item: what the step came to. Answered, like any result, by a <see cref="ResultPage"/> once it is recorded.</summary>
internal sealed record StepDone(RunId RunId, int Index, ResultSegment Result) : IRunMessage, IWireMessage;
