using Flyte.Actors;
using Flyte.Node.Examples.Words;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Examples;

/// <summary>Outside a run a task is its plain function.</summary>
public sealed class WordCountTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly WordCountExample example = WordCountExample.Create();

    [Fact]
    public async Task The_words_of_a_file_are_counted()
    {
        var path = directory.Write("a.cs", "the cat\nThe CAT the\n");
        var count = await example.Count.CallAsync(path);
        Assert.Equal(path, count.Path);
        Assert.Equal(5, count.Total);
        Assert.Equal(new Dictionary<string, int> { ["the"] = 3, ["cat"] = 2 }, count.Words);
    }

    [Fact]
    public async Task An_empty_file_has_no_words() => Assert.Equal(0, (await example.Count.CallAsync(directory.Write("empty"))).Total);

    [Fact]
    public async Task A_missing_file_is_named() => await FailsAsync("There is no file '{0}'.", Path.Combine(directory.Path, "none", "x.cs"));

    [Fact]
    public async Task A_directory_is_named() => await FailsAsync("'{0}' is a directory: give the files in it.", directory.Path);

    [Fact]
    public async Task A_file_that_is_not_utf8_is_named()
    {
        var path = Path.Combine(directory.Path, "latin1");
        await File.WriteAllBytesAsync(path, [.. "caf"u8, 0xe9]);
        await FailsAsync("'{0}' is not UTF-8 text.", path);
    }

    [Fact]
    public async Task A_binary_file_is_named() =>
        await FailsAsync("'{0}' is a binary file: only text has words.", directory.Write("binary", "a\0b"));

    [Fact]
    public void The_most_frequent_words_of_all_files_come_first()
    {
        var top = example.Top.Call(
        [
            new WordCount("a", 5, new() { ["the"] = 3, ["cat"] = 2 }),
            new WordCount("b", 4, new() { ["cat"] = 1, ["ant"] = 3 }),
        ]);
        Assert.Equal([new("ant", 3, 1), new("cat", 3, 2), new("the", 3, 1)], top);
    }

    [Fact]
    public void Only_the_most_frequent_are_kept() => Assert.Equal(
        10, example.Top.Call([new WordCount("a", 50, Enumerable.Range(0, 50).ToDictionary(i => $"w{i}", _ => 1))]).Length);

    public void Dispose() => directory.Dispose();

    private async Task FailsAsync(string message, string path)
    {
        var error = await Assert.ThrowsAsync<NonRecoverableException>(() => example.Count.CallAsync(path));
        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, message, path), error.Message);
    }
}
