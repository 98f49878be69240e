using System.IO.Pipelines;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Actors.Tests.Support;
using Flyte.Node.Api;
using Flyte.Node.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Flyte.Node.Tests.Load;

/// <summary>Who reads slowly waits by itself: it holds nobody back, and what is read ahead for it is bounded.</summary>
public sealed class SlowReaderTests
{
    private const int Results = 20_000;
    private const int Size = 1000;
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_fast_reader_comes_to_the_end_beside_one_that_has_stopped_and_that_one_loses_nothing()
    {
        using var store = new TempDirectory();
        var env = new TaskEnvironment("wide");
        var wide = env.Task("text", (int x) => Text(x));
        await using var node = await ApiNode.RecordingAsync(store, env);
        var run = await node.Runtime.SubmitAsync(wide.MapAsync(Enumerable.Range(0, Results).Select(x => x), concurrency: 8), new RunOptions { Id = "wide" });

        using var slow = await node.OpenResultsAsync("wide");
        Assert.Equal(Line(0), await slow.ReadLineAsync());
        using var fast = await node.OpenResultsAsync("wide");
        Assert.Equal(Results, await ReadAsync(fast, from: 0).WaitAsync(Enough));
        Assert.Equal(RunPhase.Succeeded, (await run.GetInfoAsync()).Phase);

        Assert.Equal(Results, await ReadAsync(slow, from: 1).WaitAsync(Enough));
    }

    [Fact]
    public async Task Results_are_taken_no_faster_than_the_reader_reads()
    {
        const int Window = 64 * 1024;
        var taken = 0;
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: Window, resumeWriterThreshold: Window / 2));
        var context = new DefaultHttpContext { Response = { Body = pipe.Writer.AsStream() } };

        var writing = new ResultStream(TakeAsync()).ExecuteAsync(context);
        for (var bytes = 0L; bytes < 20 * Window;)
        {
            Assert.InRange(taken * (long)Size, 0, bytes + (3 * Window));
            var read = await pipe.Reader.ReadAsync().Soon();
            bytes += read.Buffer.Length;
            pipe.Reader.AdvanceTo(read.Buffer.End);
        }

        Assert.False(writing.IsCompleted);
        await pipe.Reader.CompleteAsync();
        await writing.Soon();

        async IAsyncEnumerable<ItemResult<JsonElement>> TakeAsync()
        {
            await Task.CompletedTask;
            for (; taken < Results; Interlocked.Increment(ref taken))
            {
                yield return new ItemResult<JsonElement>(taken, JsonSerializer.SerializeToElement(Text(taken)));
            }
        }
    }

    private static async Task<int> ReadAsync(StreamReader lines, int from)
    {
        var read = from;
        while (await lines.ReadLineAsync() is { } line)
        {
            Assert.Equal(Line(read++), line);
        }

        return read;
    }

    private static string Text(int x) => $"{x} ".PadRight(Size, 'x');

    private static string Line(int x) => $$"""{"index":{{x}},"value":"{{Text(x)}}"}""";
}
