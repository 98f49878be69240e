using System.CommandLine;

namespace Flyte.Node.Commands;

/// <summary>A command line that cannot be carried out.</summary>
/// <param name="message">What is wrong, with the value that is.</param>
/// <param name="remedy">What to do about it.</param>
internal sealed class UsageException(string message, string remedy) : Exception(message)
{
    internal string Remedy { get; } = remedy;

    /// <summary>What the parser found.</summary>
    internal static UsageException Of(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is not RootCommand root)
        {
            return new UsageException(
                string.Join(' ', parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal)),
                $"See '{CommandLine.Program} {parsed.CommandResult.Command.Name} --help'.");
        }

        var help = $"See '{CommandLine.Program} --help'.";
        if (parsed.UnmatchedTokens is not [var unknown, ..])
        {
            return new UsageException("There is no command.", help);
        }

        var nearest = NearestName.Find(unknown, root.Subcommands.Select(c => c.Name));
        return new UsageException($"There is no command '{unknown}'.", nearest is null ? help : $"Did you mean '{nearest}'? {help}");
    }
}
