using Flyte.Actors;
using Flyte.Node.Inputs;

namespace Flyte.Node.Runs;

/// <summary>A run that is to be started.</summary>
/// <param name="Task">The full name of its task.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Naming">What it is called.</param>
internal sealed record RunOrder(string Task, RunInputs Inputs, RunOptions Naming)
{
    /// <summary>The most items in flight; 0 for the runtime's bound.</summary>
    internal int Concurrency { get; init; }

    /// <summary>Whether the first failure ends the run.</summary>
    internal bool FailFast { get; init; }
}
