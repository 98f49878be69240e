using System.CommandLine;
using System.CommandLine.Parsing;
using Flyte.Node.Commands;

namespace Flyte.Node.Remote;

/// <summary><c>--server</c> and <c>--key</c>, which have a command work on another node; the environment has them for all commands.</summary>
internal sealed class ServerArguments
{
    internal const string ServerOption = "--server";
    internal const string KeyOption = "--key";
    internal const string ServerVariable = "FLYTE_SERVER";
    internal const string KeyVariable = "FLYTE_KEY";

    private readonly Option<string?> server = new(ServerOption)
    {
        Description = $"The web interface of a node, whose runs these are, such as http://localhost:8080; without it, that of {ServerVariable}.",
        HelpName = "URL",
    };

    private readonly Option<string?> key = new(KeyOption)
    {
        Description = $"What the node lets in who shows it; better in {KeyVariable}, where other users of this machine do not see it.",
        HelpName = "KEY",
    };

    /// <param name="command">The command.</param>
    /// <param name="isHidden">Whether they have no meaning for it, and are only known to say so.</param>
    internal void AddTo(Command command, bool isHidden = false)
    {
        (server.Hidden, key.Hidden) = (isHidden, isHidden);
        command.Add(server);
        command.Add(key);
    }

    /// <summary>The node that the command works on; null for this process. What the command line says goes before the environment.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="console">The environment.</param>
    /// <param name="others">Options that say where else the command works.</param>
    /// <exception cref="UsageException">That is no address, or there are two places to work on.</exception>
    internal RemoteAddress? Read(ParseResult parsed, NodeConsole console, params Option[] others)
    {
        var (given, shown) = (parsed.GetValue(server), parsed.GetValue(key));
        var other = Array.Find(others, option => parsed.GetResult(option) is { Implicit: false });
        if (given is not null && other is not null)
        {
            throw new UsageException(
                $"{ServerOption} has another node do the work, with its own store, settings and tasks, and {other.Name} is about this process.", $"Leave out {ServerOption} or {other.Name}.");
        }

        var url = given ?? (other is null ? console.Variable(ServerVariable) : null);
        if (string.IsNullOrEmpty(url))
        {
            return shown is null ? null : throw new UsageException($"{KeyOption} is shown to a node, and none is named.", $"Name it by {ServerOption} URL.");
        }

        return RemoteAddress.Parse(url, given is null ? ServerVariable : ServerOption, shown ?? console.Variable(KeyVariable));
    }

    /// <summary>Whether the command line names a node.</summary>
    internal bool IsGiven(ParseResult parsed) => parsed.GetResult(server) is { Implicit: false } || parsed.GetResult(key) is { Implicit: false };

    /// <summary>The arguments that name the same node again; of a key only that there is one.</summary>
    internal IEnumerable<string> Naming(ParseResult parsed) =>
    [
        .. parsed.GetValue(server) is { } url ? [ServerOption, url] : Array.Empty<string>(),
        .. parsed.GetValue(key) is null ? Array.Empty<string>() : [KeyOption, "KEY"],
    ];

    /// <summary>The word of the command line that is a key.</summary>
    internal Token? KeyOf(ParseResult parsed) => parsed.GetResult(key)?.Tokens.SingleOrDefault();
}
