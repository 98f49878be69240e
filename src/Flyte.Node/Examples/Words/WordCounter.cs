using System.Text;
using Flyte.Actors;

namespace Flyte.Node.Examples.Words;

/// <summary>The plain functions behind the word count.</summary>
internal static class WordCounter
{
    private const int MostFrequent = 10;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Counts the words of a file.</summary>
    /// <exception cref="NonRecoverableException">The file is missing, forbidden, a directory, or no text.</exception>
    internal static async Task<WordCount> CountAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var reader = new StreamReader(Open(path), Utf8);
            var (tally, piece) = (new WordTally(), new char[16 * 1024]);
            while (await reader.ReadAsync(piece, cancellation) is > 0 and var length)
            {
                if (piece.AsSpan(0, length).Contains('\0'))
                {
                    throw new NonRecoverableException($"'{path}' is a binary file: only text has words.");
                }

                tally.Read(piece.AsSpan(0, length));
            }

            tally.EndWord();
            return new WordCount(path, tally.Total, tally.Words);
        }
        catch (DecoderFallbackException e)
        {
            throw new NonRecoverableException($"'{path}' is not UTF-8 text.", e);
        }
    }

    /// <summary>The most frequent words of all files, the most frequent first.</summary>
    internal static WordFrequency[] Top(WordCount[] counts) =>
    [
        .. counts
            .SelectMany(count => count.Words)
            .GroupBy(word => word.Key, word => word.Value, StringComparer.Ordinal)
            .Select(word => new WordFrequency(word.Key, word.Sum(), word.Count()))
            .OrderByDescending(word => word.Count).ThenBy(word => word.Word, StringComparer.Ordinal)
            .Take(MostFrequent),
    ];

    // What will not be different at a second attempt is not retried.
    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (UnauthorizedAccessException e) when (Directory.Exists(path))
        {
            throw new NonRecoverableException($"'{path}' is a directory: give the files in it.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new NonRecoverableException($"'{path}' may not be read: {e.Message}", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NonRecoverableException($"There is no file '{path}'.", e);
        }
        catch (ArgumentException e)
        {
            throw new NonRecoverableException($"'{path}' is no path: {e.Message}", e);
        }
    }
}
