using System.CommandLine;

namespace Flyte.Node.Commands;

/// <summary>The id of a recorded run.</summary>
internal sealed class RunIdArgument : Argument<string>
{
    internal const string ArgumentName = "ID";

    internal RunIdArgument()
        : base(ArgumentName) => Description = "The id of a recorded run, as 'runs' lists it.";
}
