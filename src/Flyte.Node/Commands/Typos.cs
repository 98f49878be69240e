using System.CommandLine;
using System.CommandLine.Parsing;

namespace Flyte.Node.Commands;

/// <summary>Options that a command does not have, and that a parser takes for something else or says little of.</summary>
internal static class Typos
{
    /// <summary>What is wrong with a command line that has one; null for nothing.</summary>
    internal static UsageException? Find(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var taken = command.Arguments.SelectMany(argument => parsed.GetResult(argument)?.Tokens ?? []);
        var words = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).Where(token => token.Type == TokenType.Argument);
        var wrong = words.FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal)
            && (taken.Contains(token) || parsed.UnmatchedTokens.Contains(token.Value, StringComparer.Ordinal)));

        // An input of a run may look like anything, of which the command says more.
        if (wrong is null || command is RootCommand or RunCommand)
        {
            return null;
        }

        var nearest = NearestName.Find(wrong.Value, command.Options.Where(option => !option.Hidden).Select(option => option.Name));
        var help = $"See '{CommandLine.Program} {command.Name} --help'.";
        return new UsageException($"There is no option '{wrong.Value}'.", nearest is null ? help : $"Did you mean '{nearest}'? {help}");
    }
}
