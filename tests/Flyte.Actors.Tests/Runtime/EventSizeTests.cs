using Akka.Actor;
using Flyte.Actors.Journal;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tasks;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>No event of the journal passes its bound, whatever errors say and inputs are.</summary>
public sealed class EventSizeTests : IDisposable
{
    private const int MostBytes = 256 * 1024;
    private const int Items = 20_000;

    private static readonly RunSpec Spec = new() { Id = new RunId("sizes"), Concurrency = 4, IsRecorded = true };
    private static readonly string Long = new('x', 100_000);

    private readonly ActorSystem system = ActorSystem.Create("sizes");
    private readonly FlyteTask<string, int> task = new TaskEnvironment("sizes").Task("length", (string text) => text.Length);
    private readonly RunLedger ledger = new(Spec, new LedgerRules(SystemRetries: 0), DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData(5)]
    [InlineData(900)]
    [InlineData(5000)]
    public void Items_that_are_aborted_share_what_their_errors_say(int length)
    {
        var pages = Add(length, new PayloadLimits(1 << 20));
        Write();
        ledger.Abort(Errors.System(ErrorCodes.Aborted, Long));

        var events = Write();

        Assert.InRange(events.Sum(e => (long)e.Length), Items, Items * (60L + Math.Min(length, 1100)) + (pages + Items / 1000) * 17_000L);
        var errors = events.SelectMany(Read).OfType<ItemsFinished>()
            .SelectMany(e => Enumerable.Range(e.Results.First, e.Results.Count).Select(i => e.Results.ErrorAt(i)!)).ToList();
        Assert.Equal(Enumerable.Range(0, Items), errors.Select(e => e.Index));
        Assert.All(errors, e => Assert.True(
            e.Message.StartsWith("xxxx", StringComparison.Ordinal) && e.RunId == Spec.Id.Value && e.Input!.StartsWith($"\"{e.Index:D5}", StringComparison.Ordinal)));
    }

    [Fact]
    public void Failures_with_long_messages_are_cut_into_events()
    {
        Add(5, new PayloadLimits(1 << 20));
        Write();
        var taken = 0;
        while (taken < 500 && ledger.Take(1) is { } work)
        {
            for (var index = work.First; index < work.First + work.Count; index++, taken++)
            {
                var error = Errors.Of(new FormatException(Long)) with { Index = index };
                ledger.Complete(new FailedSegment(index, 1, _ => error), DateTimeOffset.UnixEpoch);
            }
        }

        Assert.InRange(Write().Count, 500 * 16 / 256, 500);
    }

    [Fact]
    public void Inputs_that_cannot_be_run_are_cut_into_events()
    {
        Add(1500, new PayloadLimits(100));

        Assert.Equal(Items, Write().SelectMany(Read).OfType<ItemsAdded>().Sum(e => e.Page.Count));
    }

    [Fact]
    public void The_error_of_a_call_below_many_calls_stays_small()
    {
        var error = Errors.Of(new FormatException(Long));
        for (var depth = 0; depth < 50; depth++)
        {
            error = Errors.Of(new TaskFailedException(error with { Task = "task", StackTrace = Long[..10_000], Input = Long[..1000] }));
        }

        Assert.InRange(Errors.SizeOf(error), 16 * 1024, 128 * 1024);
        Assert.Equal("FormatException", error.Code);
        Assert.NotNull(error.Cause);
    }

    public void Dispose() => system.Dispose();

    private int Add(int length, PayloadLimits limits)
    {
        var inputs = Enumerable.Range(0, Items).Select(i => $"{i:D5}{new string('i', length - 5)}").ToArray();
        var (pages, offset) = (0, 0);
        foreach (var page in inputs.Chunk(8192).SelectMany(c => new InputPage<string>(task.Definition, task.Options, c, 0, c.Length).Encode(limits)))
        {
            ledger.AddItems(offset, page, last: false, fault: null, DateTimeOffset.UnixEpoch);
            offset += page.Count;
            pages++;
        }

        return pages;
    }

    /// <summary>Everything that the ledger has decided, as it is written.</summary>
    private List<byte[]> Write()
    {
        var serializer = new JournalSerializer((ExtendedActorSystem)system);
        var waiting = new Queue<Append>([new Append(Spec.Id, 1, ledger.TakeEvents(), ActorRefs.Nobody)]);
        var written = new List<byte[]>();
        while (waiting.Count > 0)
        {
            written.AddRange(PendingWrite.Take(Spec.Id, Guid.NewGuid(), waiting).Batches.Select(serializer.ToBinary));
        }

        Assert.All(written, bytes => Assert.InRange(bytes.Length, 1, MostBytes));
        return written;
    }

    private IEnumerable<RunEvent> Read(byte[] bytes) =>
        ((JournalBatch)new JournalSerializer((ExtendedActorSystem)system).FromBinary(bytes, "b1")).Records.Select(r => r.Event);
}
