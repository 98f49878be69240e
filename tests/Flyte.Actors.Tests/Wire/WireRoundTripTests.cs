using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Journal;
using Flyte.Actors.Wire;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace Flyte.Actors.Tests.Wire;

/// <summary>Whatever a message says, it says on another node.</summary>
public sealed class WireRoundTripTests : IDisposable
{
    private static readonly FlyteTask<string, int> Text = new TaskEnvironment("words").Task("count", (string text) => text.Length);

    private readonly ActorSystem system = ActorSystem.Create("wire");

    [Property]
    public void A_lease_of_a_part_of_a_page(NonEmptyArray<string?> texts, NonNegativeInt from, NonNegativeInt count, int first, int user, int system, DateTimeOffset? deadline)
    {
        var page = WireSamples.Page(texts.Get);
        var offset = from.Get % page.Count;
        var most = (count.Get % (page.Count - offset)) + 1;
        var lease = new Lease(1, page, offset, first, most, new AttemptCount(user, system), deadline?.ToUniversalTime(), IsRecalled: user > 0, EndsAtFailure: system > 0);

        var arrived = (Lease)Go(lease);
        var opened = (InputPage<string>)((StoredPage)arrived.Page).Open(Text.Definition);

        Same(lease with { Page = arrived.Page }, arrived);
        Assert.Equal(texts.Get[offset..(offset + most)], opened.Items);
        Assert.Equal(opened.Items.Select(text => text is null), Enumerable.Range(0, most).Select(i => opened.FaultAt(i) is not null));
    }

    [Property]
    public void Inputs(NonNegativeInt offset, NonEmptyArray<string?> texts, bool isLast) =>
        Goes(new AddItems(WireSamples.Run, offset.Get, WireSamples.Page(texts.Get), isLast));

    [Property]
    public void Results(NonNegativeInt first, NonEmptyArray<string?> texts, NonEmptyArray<string?> more, bool isCompleted)
    {
        Goes(new ResultPage(
            WireSamples.Run,
            isCompleted ? ReadOrder.Completed : ReadOrder.Inputs,
            first.Get,
            first.Get + texts.Get.Length + more.Get.Length,
            [Samples.Segment(first.Get, texts.Get), Samples.Segment(7, more.Get), Samples.Alike(first.Get, 3)],
            isCompleted ? new RunEnd(RunPhase.Aborted, Samples.Error()) : null));
        Goes(new LeaseDone(first.Get, Samples.Segment(first.Get, texts.Get), null, 1, 2, TimeSpan.FromTicks(first.Get), [.. texts.Get.Select(t => t?.Length ?? 0)], isCompleted));
    }

    [Property]
    public void Texts(NonNull<string> text, int number, DateTimeOffset at)
    {
        var (whole, time) = (Whole(text.Get), at.ToUniversalTime());
        Goes(new AbortItem(new RunId(whole), number, whole));
        Goes(new RunRejected(new RunId(whole), whole, whole));
        Goes(new Cancel(number, number, number, Samples.Error() with { Message = whole, Task = whole, Input = whole, RunId = whole, Index = number }));
        Goes(new ListRuns(new RunQuery { Name = whole, Task = whole, After = whole, Labels = new Dictionary<string, string> { [whole] = whole } }));
        Goes(new RunItems(new RunId(whole), new ItemPage
        {
            Items = [new RunItem { Index = number, Phase = ItemPhase.Failed, Attempts = number, MaxAttempts = number, Task = whole, Input = whole, Result = whole, NextAttemptAt = time }],
            Next = number,
        }));
        Goes(new StartRun(new RunSpec { Id = WireSamples.Run, Task = whole, Concurrency = number, Name = whole, Deadline = time, OnlyOrder = ReadOrder.Completed }));
    }

    [Fact]
    public void Every_phase()
    {
        Assert.All(Enum.GetValues<RunPhase>(), phase => Goes(new ListRuns(new RunQuery { Phase = phase })));
        Assert.All(Enum.GetValues<ItemPhase>(), phase => Goes(new ReadItems(WireSamples.Run, new ItemQuery { Phase = phase })));
    }

    public void Dispose() => system.Dispose();

    // Half a character has no form in UTF-8; it is replaced when it is written.
    private static string Whole(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static void Same(IWireMessage expected, object actual) => Assert.Equal(WireText.Of(expected), WireText.Of(actual));

    private void Goes(IWireMessage message) => Same(message, Go(message));

    private object Go(IWireMessage message)
    {
        var serializer = new WireSerializer((ExtendedActorSystem)system);
        return serializer.FromBinary(serializer.ToBinary(message), serializer.Manifest(message));
    }
}
