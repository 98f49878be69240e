using System.CommandLine;

namespace Flyte.Node.Configuration;

/// <summary><c>--config</c>, which every command has that starts a runtime.</summary>
internal sealed class ConfigOption : Option<string?>
{
    internal ConfigOption()
        : base(SettingSources.FileOption)
    {
        Description = $"A JSON file of settings; environment variables ({NodeConsole.DefaultSettingPrefix}RUNTIME__RUNAHEAD) go before it.";
        HelpName = "FILE";
    }
}
