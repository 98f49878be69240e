using System.CommandLine;

namespace Flyte.Node.Configuration;

/// <summary><c>--cluster</c>, which has a command work in a cluster.</summary>
internal sealed class ClusterOption : Option<string[]>
{
    internal const string OptionName = "--cluster";

    internal ClusterOption(string description = "A node, as HOST:PORT, of a cluster to run in instead of this process; several for when one is away.")
        : base(OptionName)
    {
        Description = description;
        HelpName = "NODE";
        Arity = ArgumentArity.OneOrMore;
    }
}
