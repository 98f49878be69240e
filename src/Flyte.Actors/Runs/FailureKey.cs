namespace Flyte.Actors.Runs;

/// <summary>
/// What failures of one kind have in common: the code, and the message without what differs from item to item, which is numbers, words
/// with digits, and quoted parts.
/// </summary>
internal static class FailureKey
{
    /// <summary>The most characters of a key.</summary>
    internal const int MaxLength = MaxCode + 1 + MaxWords;

    private const int MaxCode = 128;
    private const int MaxWords = 256;
    private const int MaxRead = 2048;
    private const char Gap = '#';

    /// <summary>Writes the key into a span of <see cref="MaxLength"/>; returns its length.</summary>
    internal static int Write(string code, string message, Span<char> into)
    {
        var at = Math.Min(code.Length, MaxCode);
        code.AsSpan(0, at).CopyTo(into);
        into[at++] = '\n';
        return at + Words(message.AsSpan(0, Math.Min(message.Length, MaxRead)), into.Slice(at, MaxWords));
    }

    private static int Words(ReadOnlySpan<char> text, Span<char> into)
    {
        var (at, next) = (0, 0);
        while (next < text.Length && at < into.Length)
        {
            if (Quote(text, next) is > 0 and var end)
            {
                next = end;
                into[at++] = Gap;
            }
            else if (char.IsLetterOrDigit(text[next]))
            {
                var word = Word(text[next..]);
                next += word.Length;
                if (HasDigit(word))
                {
                    into[at++] = Gap;
                }
                else
                {
                    word = word[..Math.Min(word.Length, into.Length - at)];
                    word.CopyTo(into[at..]);
                    at += word.Length;
                }
            }
            else
            {
                into[at++] = char.IsSurrogate(text[next]) ? Gap : text[next];
                next++;
            }
        }

        return at;
    }

    /// <summary>The end of the quoted part that begins here; 0 when none does. One that is not closed goes to the end.</summary>
    private static int Quote(ReadOnlySpan<char> text, int start)
    {
        var close = text[start] switch
        {
            '\'' or '"' or '`' => text[start],
            '“' => '”',
            '‘' => '’',
            '«' => '»',
            _ => '\0',
        };
        if (close == '\0' || (start > 0 && char.IsLetterOrDigit(text[start - 1])))
        {
            return 0; // As in "isn't".
        }

        for (var end = start + 1; end < text.Length; end++)
        {
            if (text[end] == close && (end + 1 == text.Length || !char.IsLetterOrDigit(text[end + 1])))
            {
                return end + 1;
            }
        }

        return text.Length;
    }

    /// <summary>A word, with its hyphens; a number with all that is in it, a time or an address for instance.</summary>
    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> text)
    {
        var end = 1;
        while (end < text.Length && (IsOfWord(text[end]) || Joins(text, end)))
        {
            end++;
        }

        return text[..end];
    }

    private static bool HasDigit(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (char.IsAsciiDigit(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Joins(ReadOnlySpan<char> text, int at) => at + 1 < text.Length && text[at] switch
    {
        '-' => IsOfWord(text[at + 1]),
        '.' or ',' or ':' => char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]),
        _ => false,
    };

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
