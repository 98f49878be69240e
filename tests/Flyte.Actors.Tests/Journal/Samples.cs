using System.Globalization;
using Flyte.Actors.Journal;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Tests.Journal;

/// <summary>An event of each kind, with all that it can have and with as little as it can.</summary>
internal static class Samples
{
    private static readonly RunId Root = new("root-1");
    private static readonly RunId Child = new("root-1/3/calls");
    private static readonly DateTimeOffset Now = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    internal static readonly TraceContext Trace = new("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "vendor=1");

    internal static readonly TaskOptions AllOptions = new()
    {
        Retries = 3,
        Backoff = new Backoff(TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1)),
        MaxRuntime = TimeSpan.FromMinutes(2),
        MaxQueuedTime = TimeSpan.FromMinutes(3),
        Deadline = TimeSpan.FromMinutes(4),
        Tolerance = new Tolerance { MaxFailures = 5, MinSuccesses = 6, MinSuccessRatio = 0.75 },
        Group = "group",
    };

    internal static IReadOnlyDictionary<string, JournalBatch> All { get; } = new Dictionary<string, JournalBatch>
    {
        ["run-started"] = Batch(Root, new RunStarted(Spec(Root) with
        {
            Task = "words.count",
            Options = AllOptions,
            RunAhead = 7,
            FailFast = true,
            Input = InputDigest.OfJson("42"u8),
            Name = "a name",
            Labels = new Dictionary<string, string> { ["key"] = "välue" },
            Deadline = Now.AddDays(1),
        }, Now)),
        ["run-started-below"] = Batch(Child, new RunStarted(Spec(Child) with { Parent = Root, ParentItem = 3, ParentAttempt = 2, IsRecalled = true }, Now)),
        ["run-started-traced"] = Batch(Root, new RunStarted(Spec(Root) with { Task = "words.count", Trace = Trace }, Now)),
        ["items-added-traced"] = Batch(Child, new ItemsAdded(
            5, new StoredPage("words.count", TaskOptions.Default, 1, Block(["one"]), new Dictionary<int, InputFault>()) { Trace = Trace with { State = null } }, Now)),
        ["items-added"] = Batch(Root, new ItemsAdded(5, Page(["one", null, "three"]), Now)),
        ["items-added-beside"] = Batch(Root, new ItemsAdded(8, new StoredPage("words.count", TaskOptions.Default, 1, new PayloadBlock(default, 1, "place"), new Dictionary<int, InputFault>()), Now)),
        ["items-added-unchecked"] = Batch(
            Root, new ItemsAdded(5, new StoredPage("words.count", TaskOptions.Default, 1, Block(["one"]), new Dictionary<int, InputFault>()) { TakesAny = true }, Now)),
        ["inputs-closed"] = Batch(Root, new InputsClosed(Fault: null)),
        ["inputs-failed"] = Batch(Root, new InputsClosed(Error(cause: Error()))),
        ["items-finished"] = Batch(Root, new ItemsFinished(Segment(5, "one", null, "three"))),
        ["items-finished-beside"] = Batch(Root, new ItemsFinished(new EncodedSegment(5, 1, new PayloadBlock(default, 1, "place"), errors: null))),
        ["items-failed-alike"] = Batch(Root, new ItemsFinished(Alike(5, 3))),
        ["items-recalled"] = Batch(Child, new ItemsRecalled(1, 2, 3, 4, Results: null)),
        ["item-retried"] = Batch(Root, new ItemRetried(5, new AttemptCount(1, 2), Error() with { RunId = Root.Value, Index = 5 }, Now)),
        ["item-retried-death"] = Batch(
            Root, new ItemRetried(5, new AttemptCount(1, 2), Error() with { RunId = Root.Value, Index = 5 }, Now, Deaths: CountedDeaths.Of([new Guid("00112233-4455-6677-8899-aabbccddeeff")]))),
        ["item-retried-before"] = Batch(Child, new ItemRetried(5, new AttemptCount(1, 0), Error: null, Now, new Origin(1, 9))),
        ["run-resized"] = Batch(Root, new RunResized(12)),
        ["run-stopped"] = Batch(Root, new RunStopped(Error(), IsAborted: true)),
        ["run-ended"] = Batch(Root, new RunEnded(RunPhase.Succeeded, Error: null, Now)),
        ["run-failed"] = Batch(Root, new RunEnded(RunPhase.TimedOut, Error(), Now)),
        ["written-by"] = Batch(Root, new RunResized(3)) with { Writer = new Guid("00112233-4455-6677-8899-aabbccddeeff") },
        ["several"] = new JournalBatch(Root, [new JournalRecord(Root, new RunResized(1)), new JournalRecord(Child, new RunResized(2))]),
    };

    internal static JournalBatch Batch(RunId run, RunEvent e) => new(new RunId(run.Root), [new JournalRecord(run, e)]);

    internal static RunSpec Spec(RunId id) => new() { Id = id, Concurrency = 4, IsRecorded = true };

    internal static ItemError Error(ItemError? cause = null) => new()
    {
        Kind = ErrorKind.User,
        Code = "FormatException",
        Message = "no number",
        Type = "System.FormatException",
        StackTrace = "at Words.Count()",
        Task = "words.count",
        RunId = "other",
        Index = 77,
        Input = "\"x\"",
        Attempts = 2,
        Elapsed = TimeSpan.FromMilliseconds(5),
        Node = "node",
        IsRecoverable = true,
        Cause = cause,
    };

    /// <summary>A page of texts; null stands for an input that cannot be run.</summary>
    internal static StoredPage Page(string?[] texts) => new(
        "words.count",
        AllOptions,
        texts.Length,
        Block(texts),
        texts.Index().Where(t => t.Item is null).ToDictionary(t => t.Index, t => new InputFault(t.Index % 2 == 0 ? null : "text", $"fault {t.Index.ToString(CultureInfo.InvariantCulture)}")));

    /// <summary>Results; null stands for a failure.</summary>
    internal static EncodedSegment Segment(int first, params string?[] texts) => new(
        first,
        texts.Length,
        Block(texts),
        Array.TrueForAll(texts, t => t is not null) ? null : [.. texts.Index().Select(t => t.Item is null ? Error() with { RunId = Root.Value, Index = first + t.Index } : null)]);

    /// <summary>Failures that differ only in what goes without saying, in their inputs and in their attempts.</summary>
    internal static FailedSegment Alike(int first, int count)
    {
        var shared = Error() with { RunId = "", Index = 0, Input = null, Attempts = 0 };
        return new FailedSegment(
            first,
            count,
            index => shared with { RunId = Root.Value, Index = index, Input = index % 2 == 0 ? $"\"{index.ToString(CultureInfo.InvariantCulture)}\"" : null, Attempts = index - first },
            shared);
    }

    private static PayloadBlock Block(string?[] texts)
    {
        var writer = BlockWriter.Rent();
        foreach (var text in texts.OfType<string>())
        {
            writer.Write(text);
        }

        return writer.Take();
    }
}
