using Akka.Actor;
using Flyte.Actors.Journal;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using FsCheck;
using FsCheck.Xunit;

namespace Flyte.Actors.Tests.Journal;

/// <summary>Whatever an event says, it says after it was written and read.</summary>
public sealed class RoundTripTests : IDisposable
{
    private static readonly RunId Run = new("root-1/3/calls");

    private readonly ActorSystem system = ActorSystem.Create("round-trip");

    [Property]
    public void A_start(int concurrency, int runAhead, bool failFast, NonNull<string> task, string? name, NonNull<string> label, DateTimeOffset at, DateTimeOffset? deadline, ulong input) =>
        Goes(new RunStarted(
            Samples.Spec(Run) with
            {
                Task = Whole(task.Get),
                Concurrency = concurrency,
                RunAhead = runAhead,
                FailFast = failFast,
                Name = name is null ? null : Whole(name),
                Labels = new Dictionary<string, string> { [Whole(label.Get)] = Whole(label.Get) },
                Deadline = deadline?.ToUniversalTime(),
                Input = new InputDigest(input, ~input),
                Parent = Run.Parent,
                ParentItem = runAhead,
                ParentAttempt = concurrency,
                IsRecalled = !failFast,
            },
            at.ToUniversalTime()));

    [Property]
    public void Inputs(NonNegativeInt first, NonEmptyArray<string?> texts, DateTimeOffset at) =>
        Goes(new ItemsAdded(first.Get, Samples.Page(texts.Get), at.ToUniversalTime()));

    [Property]
    public void Results(NonNegativeInt first, NonEmptyArray<string?> texts, bool isRecovered) =>
        Goes(new ItemsFinished(Samples.Segment(first.Get, texts.Get), isRecovered));

    [Property]
    public void The_end_of_the_inputs(bool isFailed, NonNull<string> message, int attempts, TimeSpan elapsed, bool isRecoverable) =>
        Goes(new InputsClosed(isFailed ? Error(message, attempts, elapsed, isRecoverable) : null));

    [Property]
    public void What_was_recalled(int first, int count, int generation, int oldFirst) => Goes(new ItemsRecalled(first, count, generation, oldFirst, Results: null));

    [Property]
    public void A_retry(int index, int user, int system, NonNull<string> message, DateTimeOffset due, (int Generation, int Index)? origin) =>
        Goes(new ItemRetried(
            index,
            new AttemptCount(user, system),
            origin is null ? Error(message, user, TimeSpan.Zero, isRecoverable: true) with { RunId = Run.Value, Index = index } : null,
            due.ToUniversalTime(),
            origin is { } o ? new Origin(o.Generation, o.Index) : null));

    [Property]
    public void A_size_a_stop_and_an_end(int concurrency, NonNull<string> message, bool isAborted, DateTimeOffset at)
    {
        Goes(new RunResized(concurrency));
        Goes(new RunStopped(Error(message, concurrency, TimeSpan.Zero, isAborted), isAborted));
        foreach (var phase in Enum.GetValues<RunPhase>())
        {
            Goes(new RunEnded(phase, isAborted ? Error(message, concurrency, TimeSpan.Zero, isAborted) : null, at.ToUniversalTime()));
        }
    }

    public void Dispose() => system.Dispose();

    private static ItemError Error(NonNull<string> message, int attempts, TimeSpan elapsed, bool isRecoverable)
    {
        var text = Whole(message.Get);
        var cause = Samples.Error() with { Message = text, Kind = ErrorKind.System, StackTrace = null, Type = null, Node = null, Input = null };
        return Samples.Error(cause) with { Message = text, Code = text, Attempts = attempts, Elapsed = elapsed, IsRecoverable = isRecoverable, Kind = ErrorKind.Unknown };
    }

    // Half a character has no form in UTF-8; it is replaced when it is written.
    private static string Whole(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private void Goes(RunEvent e)
    {
        var serializer = new JournalSerializer((ExtendedActorSystem)system);
        var batch = Samples.Batch(Run, e);
        EventAssert.Same(batch, (JournalBatch)serializer.FromBinary(serializer.ToBinary(batch), serializer.Manifest(batch)));
    }
}
