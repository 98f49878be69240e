using System.Text;

namespace Flyte.Node.Examples.Words;

/// <summary>
/// Counts the words of a text that is read piece by piece. A word is a letter and the letters, digits and underscores that follow
/// it, as in an identifier, in lower case.
/// </summary>
internal sealed class WordTally
{
    private readonly StringBuilder word = new();

    internal Dictionary<string, int> Words { get; } = new(StringComparer.Ordinal);

    internal int Total { get; private set; }

    /// <summary>Takes the next piece; a word may go on in the one after it.</summary>
    internal void Read(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (char.IsLetter(character) || (word.Length > 0 && (char.IsDigit(character) || character == '_')))
            {
                word.Append(char.ToLowerInvariant(character));
            }
            else
            {
                EndWord();
            }
        }
    }

    /// <summary>Ends the word at hand, if there is one.</summary>
    internal void EndWord()
    {
        if (word.Length == 0)
        {
            return;
        }

        var text = word.ToString();
        Words[text] = Words.GetValueOrDefault(text) + 1;
        Total++;
        word.Clear();
    }
}
