using System.CommandLine.Parsing;
using System.Globalization;

namespace Flyte.Node.Commands;

/// <summary>Bounds of numbers on the command line.</summary>
internal static class NumberCheck
{
    /// <summary>Refuses an option whose number is below the least; what is no number at all the parser refuses.</summary>
    internal static void AtLeast(int least, OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var n) && n < least)
        {
            result.AddError($"{result.Option.Name} {text} is too small: give at least {least}.");
        }
    }
}
