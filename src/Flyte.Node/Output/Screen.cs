using System.Text;
using Spectre.Console;

namespace Flyte.Node.Output;

/// <summary>
/// Where results are written. While a bar moves on the same terminal, they are gathered and put above it; else they go straight to
/// the standard output.
/// </summary>
internal sealed class Screen(NodeConsole console)
{
    // Clears what is left of the bar below the cursor, which stands where the bar began.
    private const string EraseBelow = "\e[0J";

    private readonly Lock gate = new();
    private readonly StringBuilder above = new();
    private bool barMoves;

    internal void WriteLine(string line)
    {
        // A program that reads it gets all of it.
        var shown = console.OutIsTerminal ? Visible.Of(line) : line;
        lock (gate)
        {
            if (barMoves)
            {
                above.Append(shown).Append('\n');
            }
            else
            {
                console.Out.WriteLine(shown);
            }
        }
    }

    /// <summary>Shows what was written so far.</summary>
    internal void Flush()
    {
        lock (gate)
        {
            if (above.Length > 0)
            {
                console.Error.Write(new ControlCode($"{EraseBelow}{above}"));
                above.Clear();
            }

            console.Out.Flush();
        }
    }

    internal void BarStarts()
    {
        lock (gate)
        {
            barMoves = console.OutIsTerminal;
        }
    }

    internal void BarEnds()
    {
        lock (gate)
        {
            Flush();
            barMoves = false;
        }
    }
}
