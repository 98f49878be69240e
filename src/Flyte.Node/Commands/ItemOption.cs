using System.CommandLine;

namespace Flyte.Node.Commands;

/// <summary><c>--item N</c>: one item of a run.</summary>
internal sealed class ItemOption : Option<int?>
{
    /// <param name="what">What of it the command is about.</param>
    internal ItemOption(string what)
        : base("--item")
    {
        Description = $"Only {what}, by its position among the inputs, from 0.";
        HelpName = "N";
        Validators.Add(result => NumberCheck.AtLeast(0, result));
    }
}
