using Akka.Actor;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Journal;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Wire;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>Pages of results that go to another node are as large as a message may be, and nothing is left out.</summary>
public sealed class ResultCutTests : RuntimeTest
{
    private const int Envelope = 256;

    private static readonly RunId Run = new("root-1");

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(20_000)]
    [InlineData(WireLimits.MaxPageBytes)]
    public void Every_page_fits_or_has_one_result(int maxBytes)
    {
        var serializer = new WireSerializer((ExtendedActorSystem)Sys);
        for (var seed = 0; seed < 20; seed++)
        {
            var (segments, texts) = Draw(new Random(seed));
            var read = new List<string>();
            for (var page = Whole(segments); ; page = Whole(Behind(segments, read.Count)) with { From = read.Count })
            {
                var cut = new ResultCut(maxBytes, new PayloadLimits(100_000)).Of(page with { Next = page.From + page.Segments.Sum(s => s.Count) });
                var bytes = serializer.ToBinary(cut);
                read.AddRange(((ResultPage)serializer.FromBinary(bytes, serializer.Manifest(cut))).Segments.SelectMany(Texts));
                Assert.Equal(read.Count, cut.Next);
                Assert.True(bytes.Length <= maxBytes + Envelope || cut.Next == cut.From + 1, $"{bytes.Length} bytes in {cut.Next - cut.From} results of at most {maxBytes}");
                if (cut.End is not null)
                {
                    break;
                }
            }

            Assert.Equal(texts, read);
        }
    }

    [Fact]
    public void What_is_cut_is_as_large_as_it_may_be()
    {
        string[] values = [.. Enumerable.Range(0, 10_000).Select(i => $"{i:D97}")];
        var page = Whole([new ResultSegment<string>(0, values.Length, values, errors: null, 0)]);

        var cut = new ResultCut(100_000, new PayloadLimits(1000)).Of(page);

        Assert.InRange(cut.Next, 700, 1000);
    }

    [Fact]
    public async Task Results_that_were_never_written_are_written_for_a_reader_elsewhere()
    {
        var task = Env.Task("text", (int n) => n == 7 ? new Unwritable() : new Unwritable { Text = $"{n}" });
        var (id, _) = await RunAsync(Spec(task), task, [.. Enumerable.Range(0, 20)]);
        await EndAsync(id);

        var read = new List<string>();
        ResultPage page;
        do
        {
            page = await AskAsync<ResultPage>(new ReadResults(id, ReadOrder.Inputs, read.Count, 100, read.Count, MaxBytes: 200));
            read.AddRange(page.Segments.SelectMany(Texts));
            Assert.All(page.Segments, segment => Assert.True(segment.Block is not null));
        }
        while (page.End is null);

        Assert.Equal(20, read.Count);
        Assert.Equal("{\"text\":\"6\"}", read[6]);
        Assert.Equal($"{ErrorCodes.InvalidResult} 7 {id}", read[7]);
    }

    [Fact]
    public async Task Items_for_somebody_elsewhere_come_in_pages_that_fit()
    {
        var task = Env.Task("echo", (string text) => text);
        var (id, _) = await RunAsync(Spec(task), task, [.. Enumerable.Range(0, 50).Select(i => new string((char)('a' + (i % 26)), 1000))]);
        await EndAsync(id);

        var counts = new List<int>();
        for (int? from = 0; from is { } first;)
        {
            var page = (await AskAsync<RunItems>(new ReadItems(id, new ItemQuery { From = first }, MaxBytes: 10_000))).Page;
            Assert.Equal(first, page.Items[0].Index);
            counts.Add(page.Items.Count);
            from = page.Next;
        }

        Assert.Equal(50, counts.Sum());
        Assert.All(counts, count => Assert.InRange(count, 1, 9));
    }

    private static ResultPage Whole(List<ResultSegment> segments) =>
        new(Run, ReadOrder.Completed, 0, segments.Sum(s => s.Count), segments, new RunEnd(RunPhase.Succeeded, Error: null));

    private static List<ResultSegment> Behind(List<ResultSegment> segments, int count)
    {
        var rest = new List<ResultSegment>();
        foreach (var segment in segments)
        {
            var skipped = Math.Min(count, segment.Count);
            count -= skipped;
            if (skipped < segment.Count)
            {
                rest.Add(segment.Slice(segment.First + skipped, segment.Count - skipped));
            }
        }

        return rest;
    }

    private static (List<ResultSegment> Segments, List<string> Texts) Draw(Random random)
    {
        var segments = new List<ResultSegment>();
        var texts = new List<string>();
        for (var (i, first) = (0, 0); i < 10; i++, first = segments[^1].End)
        {
            string?[] values = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(9) == 0 ? null : new string('ü', random.Next(random.Next(1, 3000))))];
            segments.Add(random.Next(3) switch
            {
                0 => Samples.Segment(first, values),
                1 => new ResultSegment<string>(first, values.Length, values!, [.. values.Select((v, k) => v is null ? Error(first + k) : null)], 0),
                _ => Samples.Alike(first, values.Length),
            });
            texts.AddRange(Texts(segments[^1]));
        }

        return (segments, texts);
    }

    private static ItemError Error(int index) => Samples.Error(Samples.Error()) with { RunId = Run.Value, Index = index, Message = new string('m', index) };

    private static IEnumerable<string> Texts(ResultSegment segment) => Enumerable.Range(segment.First, segment.Count)
        .Select(i => segment.ErrorAt(i) is { } e ? $"{e.Code} {e.Index} {e.RunId}" : segment.Json(i)!);

    private sealed class Unwritable
    {
        public string Text
        {
            get => field ?? throw new InvalidOperationException("It has no text.");
            init;
        }
    }
}
