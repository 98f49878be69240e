using System.Numerics;

namespace Flyte.Actors.Runs;

/// <summary>A set of indices that fills from below: a bit each, and nothing for the part that is full.</summary>
internal sealed class IndexSet
{
    private const int Bits = 64;
    private ulong[] words = new ulong[4];
    private int firstWord;
    private int usedWords;

    internal bool Contains(int index)
    {
        var word = index / Bits - firstWord;
        return word < 0 || (word < usedWords && (words[word] >> (index % Bits) & 1) != 0);
    }

    internal void Add(int index) => Add(index, 1);

    internal void Add(int first, int count)
    {
        var end = first + count;
        EnsureWords((end - 1) / Bits - firstWord + 1);
        while (first < end)
        {
            var word = first / Bits - firstWord;
            var bit = first % Bits;
            var take = Math.Min(Bits - bit, end - first);
            if (word >= 0)
            {
                words[word] |= (take == Bits ? ulong.MaxValue : (1UL << take) - 1) << bit;
            }

            first += take;
        }

        DropFullWords();
    }

    /// <summary>How many indices from <paramref name="first"/> on, at most <paramref name="max"/>, are not in the set.</summary>
    internal int GapAt(int first, int max)
    {
        for (var length = 0; length < max;)
        {
            var index = first + length;
            var word = index / Bits - firstWord;
            if (word < 0)
            {
                return length;
            }

            if (word >= usedWords)
            {
                return max;
            }

            var rest = words[word] >> (index % Bits);
            if (rest != 0)
            {
                return Math.Min(max, length + BitOperations.TrailingZeroCount(rest));
            }

            length += Bits - index % Bits;
        }

        return max;
    }

    /// <summary>The bits of 64 indices, of which the first is 64 times <paramref name="word"/>.</summary>
    internal ulong Word(int word) =>
        word < firstWord ? ulong.MaxValue : word - firstWord < usedWords ? words[word - firstWord] : 0;

    /// <summary>The first index from one on that a set has; <paramref name="end"/> when there is none before it.</summary>
    /// <param name="words">The set, as <see cref="Word"/> tells it.</param>
    /// <param name="from">The first index to look at.</param>
    /// <param name="end">The index behind the last one to look at.</param>
    internal static int Next(Func<int, ulong> words, int from, int end)
    {
        while (from < end)
        {
            var rest = words(from / Bits) >> (from % Bits);
            if (rest != 0)
            {
                return Math.Min(end, from + BitOperations.TrailingZeroCount(rest));
            }

            from = Math.Min(end, Math.Min(int.MaxValue - Bits, from) + Bits - from % Bits);
        }

        return end;
    }

    /// <summary>The indices as ranges, as few as there can be, ascending.</summary>
    internal IEnumerable<(int First, int Count)> Ranges()
    {
        var end = (int)Math.Min(int.MaxValue, (firstWord + (long)usedWords) * Bits);
        for (var first = Next(Word, 0, end); first < end;)
        {
            var behind = Next(word => ~Word(word), first, end);
            yield return (first, behind - first);
            first = Next(Word, behind, end);
        }
    }

    /// <summary>Whether all indices of a range are in the set.</summary>
    internal bool GapFree(int first, int count)
    {
        for (var index = first; index < first + count; index++)
        {
            if (!Contains(index))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many indices of a range are not in the set.</summary>
    internal int CountGaps(int first, int count)
    {
        var gaps = 0;
        for (var index = first; index < first + count; index++)
        {
            gaps += Contains(index) ? 0 : 1;
        }

        return gaps;
    }

    private void EnsureWords(int count)
    {
        if (count > words.Length)
        {
            Array.Resize(ref words, Math.Max(count, words.Length * 2));
        }

        usedWords = Math.Max(usedWords, count);
    }

    private void DropFullWords()
    {
        var full = 0;
        while (full < usedWords && words[full] == ulong.MaxValue)
        {
            full++;
        }

        // Moving the rest costs what it saves only when at least half goes.
        if (full > 0 && full * 2 >= usedWords)
        {
            Array.Copy(words, full, words, 0, usedWords - full);
            Array.Clear(words, usedWords - full, full);
            usedWords -= full;
            firstWord += full;
        }
    }
}
