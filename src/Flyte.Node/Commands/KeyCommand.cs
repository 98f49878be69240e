using System.CommandLine;
using Flyte.Node.Configuration;

namespace Flyte.Node.Commands;

/// <summary><c>key NAME</c>: makes a key for the web interface.</summary>
internal sealed class KeyCommand : Command
{
    private readonly Argument<string> name = new("NAME") { Description = "Whose key it is: letters, digits, '-' and '_'." };

    private readonly Option<bool> read = new("--read") { Description = "It is for looking only: it starts, changes and removes nothing." };

    internal KeyCommand(NodeConsole console)
        : base("key", "Makes a key for the web interface, and what the settings have of it; the key itself is shown this once and kept nowhere.")
    {
        Add(name);
        Add(read);
        SetAction((parsed, _) => MakeAsync(parsed.GetRequiredValue(name), parsed.GetValue(read), console));
    }

    private static async Task<int> MakeAsync(string name, bool isForReading, NodeConsole console)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new UsageException($"'{name}' is no name of a key.", "Give letters, digits, '-' and '_'.");
        }

        var (key, stored) = ApiKey.New(name, isForReading ? ApiScope.Read : ApiScope.Write);
        await console.Out.WriteLineAsync(key).ConfigureAwait(false);
        console.Say($"for web:keys (several with commas between): {stored}");
        return ExitCode.Done;
    }
}
