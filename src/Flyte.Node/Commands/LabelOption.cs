using System.CommandLine;
using System.CommandLine.Parsing;

namespace Flyte.Node.Commands;

/// <summary><c>--label KEY=VALUE</c>, which can be repeated.</summary>
internal sealed class LabelOption : Option<string[]>
{
    internal LabelOption(string description)
        : base("--label")
    {
        Description = description;
        HelpName = "LABEL";
        Arity = ArgumentArity.OneOrMore;
        Validators.Add(Check);
    }

    internal IReadOnlyDictionary<string, string> Read(ParseResult parsed) =>
        (parsed.GetValue(this) ?? []).Select(Split).ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal);

    private static (string Key, string Value) Split(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (text[..at], text[(at + 1)..]) : ("", "");

    private static void Check(OptionResult result)
    {
        var keys = result.Tokens.Select(token => (token.Value, Split(token.Value).Key)).ToArray();
        foreach (var (text, _) in keys.Where(label => label.Key.Length == 0))
        {
            result.AddError($"--label '{text}' is no label: write --label KEY=VALUE.");
        }

        foreach (var twice in keys.Where(label => label.Key.Length > 0).GroupBy(label => label.Key, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            result.AddError($"--label {twice.Key} is given {twice.Count()} times: give each key once.");
        }
    }
}
