using System.CommandLine;

namespace Flyte.Node.Commands;

/// <summary><c>--limit N</c>: how much a page of a list shows.</summary>
internal sealed class LimitOption : Option<int>
{
    private const int Usual = 20;

    /// <param name="most">The most that it may be.</param>
    internal LimitOption(int most = int.MaxValue)
        : base("--limit")
    {
        Description = "At most so many.";
        HelpName = "N";
        DefaultValueFactory = _ => Usual;
        Validators.Add(result => NumberCheck.AtLeast(1, result));
        Validators.Add(result => NumberCheck.AtMost(most, result));
    }
}
