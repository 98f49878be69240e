using System.CommandLine;

namespace Flyte.Node.Configuration;

/// <summary><c>--store</c>, which goes before the settings.</summary>
internal sealed class StoreOption : Option<string?>
{
    internal const string OptionName = "--store";

    internal StoreOption()
        : base(OptionName)
    {
        Description = "Where runs are recorded: a SQLite file, postgresql://…, or memory; without it a file in the user's data folder.";
        HelpName = "STORE";
    }
}
