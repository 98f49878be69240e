using System.CommandLine;

namespace Flyte.Node.Commands;

/// <summary>The id of a recorded run.</summary>
internal sealed class RunIdArgument : Argument<string>
{
    internal const string ArgumentName = "ID";

    /// <param name="orCalled">Whether it can be that of a run which an item has called, too.</param>
    internal RunIdArgument(bool orCalled = false)
        : base(ArgumentName) =>
        Description = $"The id of a recorded run, as 'runs' lists it{(orCalled ? ", or of one that an item has called, as 'calls' does" : "")}.";
}
