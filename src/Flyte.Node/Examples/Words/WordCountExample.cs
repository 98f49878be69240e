using Flyte.Actors;

namespace Flyte.Node.Examples.Words;

/// <summary>The words of one file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Total">How many words it has.</param>
/// <param name="Words">How often each word stands in it.</param>
internal sealed record WordCount(string Path, int Total, Dictionary<string, int> Words);

/// <summary>A word over all files.</summary>
/// <param name="Word">In lower case.</param>
/// <param name="Count">How often it stands in them.</param>
/// <param name="Files">How many of them have it.</param>
internal sealed record WordFrequency(string Word, int Count, int Files);

/// <summary>What the root task reports.</summary>
/// <param name="Files">How many files were read.</param>
/// <param name="Words">How many words they have.</param>
/// <param name="Unreadable">Why the others were not read.</param>
/// <param name="Top">The most frequent words.</param>
internal sealed record WordReport(int Files, int Words, List<string> Unreadable, WordFrequency[] Top);

/// <summary>Counts the words of files side by side, does without those that cannot be read, and finds the most frequent words.</summary>
/// <param name="Environment">The environment of the three tasks.</param>
/// <param name="Count">Counts the words of one file.</param>
/// <param name="Top">Reduces counts to the most frequent words.</param>
/// <param name="Report">The whole job in one run.</param>
internal sealed record WordCountExample(
    TaskEnvironment Environment,
    FlyteTask<string, WordCount> Count,
    FlyteTask<WordCount[], WordFrequency[]> Top,
    FlyteTask<string[], int, WordReport> Report)
{
    internal static WordCountExample Create()
    {
        var env = new TaskEnvironment("words");

        // A file that is in use may be free a moment later; one that is missing or no text is not tried again.
        var count = env.Task<string, WordCount>(
            "count", WordCounter.CountAsync, o => o with { Retries = 2, Backoff = new Backoff(TimeSpan.FromMilliseconds(100)) });
        var top = env.Task<WordCount[], WordFrequency[]>("top", WordCounter.Top);
        var report = env.Task("report", async (string[] paths, int concurrency) =>
        {
            var (counts, unreadable) = (new List<WordCount>(), new List<string>());
            await foreach (var result in count.MapAsync(paths, concurrency))
            {
                if (result.IsSuccess)
                {
                    counts.Add(result.Value);
                }
                else
                {
                    unreadable.Add($"{paths[result.Index]}: {result.Error.Message}");
                }
            }

            var frequencies = await top.CallAsync([.. counts]);
            return new WordReport(counts.Count, counts.Sum(c => c.Total), unreadable, frequencies);
        });
        return new WordCountExample(env, count, top, report);
    }
}
