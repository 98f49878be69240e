using Akka.Actor;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Protocol;

/// <summary>
/// Every message of the runtime. Each may be repeated or arrive late: run, offset, index, attempt and lease number say what it
/// is about, and what is over changes nothing. Inside a process payloads travel as live objects.
/// </summary>
internal interface IFlyteMessage : INoSerializationVerificationNeeded;

/// <summary>
/// A message that may go to another node. Payloads go as the JSON that they were encoded to, and arrive so: whoever gets them opens
/// them with its own tasks.
/// </summary>
internal interface IWireMessage : IFlyteMessage;

/// <summary>Inputs of a run, or what is about one of them: such messages arrive in the order in which they were sent.</summary>
internal interface IInputMessage : IRunMessage;

/// <summary>A message about one run; it finds its way by the run's id.</summary>
internal interface IRunMessage : IFlyteMessage
{
    RunId RunId { get; }
}

/// <summary>A question that a run answers at once, by what it has in memory.</summary>
internal interface IRunQuestion : IRunMessage;

/// <summary>A message to a run about where its items may be executed.</summary>
internal interface IPlaceMessage : IFlyteMessage;
