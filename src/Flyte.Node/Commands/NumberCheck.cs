using System.CommandLine.Parsing;
using System.Globalization;

namespace Flyte.Node.Commands;

/// <summary>Bounds of numbers on the command line.</summary>
internal static class NumberCheck
{
    /// <summary>Refuses an option whose number is below the least; what is no number at all the parser refuses.</summary>
    internal static void AtLeast(int least, OptionResult result) => Check(result, n => n < least, $"too small: give at least {least}");

    /// <summary>Refuses an option whose number is above the most.</summary>
    internal static void AtMost(int most, OptionResult result) => Check(result, n => n > most, $"too large: give at most {most}");

    private static void Check(OptionResult result, Predicate<int> isWrong, string fault)
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var n) && isWrong(n))
        {
            result.AddError($"{result.Option.Name} {text} is {fault}.");
        }
    }
}
