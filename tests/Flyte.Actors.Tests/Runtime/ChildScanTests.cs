using Flyte.Actors.Journal;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Journal;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

/// <summary>The runs of a page are found in the journal, and no more of it is read than that takes.</summary>
public sealed class ChildScanTests
{
    private static readonly RunId Root = new("root");

    private readonly Events events = new();

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public async Task All_pages_together_have_each_run_once_in_their_order(int seed, bool byOneReader)
    {
        var random = new Random(seed);
        var places = new List<ChildPlace>();
        Record(Root, Started(Root));
        foreach (var item in Enumerable.Range(0, 300).OrderBy(_ => random.Next()))
        {
            for (var i = random.Next(4); i > 0; i--)
            {
                places.Add(new ChildPlace(item, $"map-{i}"));
                Call(places[^1], items: i);
                Call(new ChildPlace(item, RunId.TracesKey), items: 1);
                Record(Root.Child(item, $"map-{i}").Child(0, "calls"), Started(Root.Child(item, $"map-{i}").Child(0, "calls")));
            }

            Record(Root, Finished(item, 1));
        }

        var (found, scans) = (new List<ScannedChild>(), new ChildScans(events));
        for (var page = Page(limit: 50); ; page = Page(limit: 50, after: found[^1].Place))
        {
            var scanned = await (byOneReader ? scans : new ChildScans(events)).ReadAsync(page, scanned => scanned).Soon();
            found.AddRange(scanned.Children.Take(50));
            if (scanned.Children.Count <= 50)
            {
                break;
            }
        }

        Assert.Equal(places.Order(), found.Select(child => child.Place));
        Assert.All(found, child => Assert.Equal((child.Place.Key, child.Place.Key, true), ($"map-{child.State.Succeeded}", $"map-{child.State.Added}", child.HasCallerEnded)));
    }

    [Fact]
    public async Task The_first_page_of_a_long_journal_is_read_from_its_beginning_only()
    {
        Record(Root, Started(Root));
        for (var item = 0; item < 20_000; item++)
        {
            Call(new ChildPlace(item, "calls"), items: 1);
            Record(Root, Finished(item, 1));
        }

        Assert.Equal(11, (await ReadAsync(Page(limit: 10))).Children.Count);
        Assert.InRange(events.Read, 1, 2048);
    }

    [Fact]
    public async Task All_pages_one_after_the_other_read_the_journal_about_once()
    {
        Record(Root, Started(Root));
        for (var item = 0; item < 5_000; item++)
        {
            Call(new ChildPlace(item, "calls"), items: 1);
            Record(Root, Finished(item, 1));
        }

        var (scans, last) = (new ChildScans(events), (ChildPlace?)null);
        for (var i = 0; i < 20; i++)
        {
            var scanned = await scans.ReadAsync(Page(limit: 250, last), scanned => scanned).Soon();
            Assert.Equal(Enumerable.Range(i * 250, 250), scanned.Children.Take(250).Select(child => child.Place.Item));
            last = scanned.Children[249].Place;
        }

        Assert.InRange(events.Read, events.Last, 3 * events.Last);
    }

    [Fact]
    public async Task What_an_item_has_called_is_known_when_it_has_ended()
    {
        Record(Root, Started(Root));
        for (var item = 0; item < 5_000; item++)
        {
            Call(new ChildPlace(item, "a"), items: 1);
            Call(new ChildPlace(item, "b"), items: 1);
            Record(Root, Finished(item, 1));
        }

        var scanned = await ReadAsync(new ChildPages(new(Root, new ChildQuery { Item = 17 })));
        Assert.Equal(["17/a", "17/b"], scanned.Children.Select(child => child.Place.ToString()));
        Assert.InRange(events.Read, 1, 2048);
    }

    [Fact]
    public async Task Whoever_asks_again_has_only_the_news_read()
    {
        Record(Root, Started(Root));
        Call(new ChildPlace(3, "calls"), items: 1);
        var (scans, page) = (new ChildScans(events), Page(limit: 10));
        Assert.Equal(["3/calls"], await scans.ReadAsync(page, Places));
        var before = events.Read;

        Call(new ChildPlace(1, "calls"), items: 1);

        Assert.Equal(["1/calls", "3/calls"], await scans.ReadAsync(page, Places));
        Assert.Equal(events.Last - before, events.Read - before);
        Assert.Equal((events.Last, events.Last), (before + 4, events.Read));
    }

    [Fact]
    public async Task Failures_that_a_later_execution_took_over_count()
    {
        var child = Root.Child(0, "map-0");
        Record(Root, Started(Root));
        Record(child, Started(child));
        Record(child, new ItemsAdded(0, Samples.Page(["1", "2", "3"]), default));
        Record(child, new ItemsFinished(new EncodedSegment(0, 2, new PayloadBlock("[1]"u8.ToArray(), 1), [null, Samples.Error()])));
        Record(child, Started(child));
        Record(child, new ItemsAdded(0, Samples.Page(["1", "2", "3"]), default));
        Record(child, new ItemsRecalled(0, 2, 0, 0, Results: null));

        var state = Assert.Single((await ReadAsync(Page(limit: 10))).Children).State;

        Assert.Equal((3, 1, 1), (state.Added, state.Succeeded, state.Failed));
        Assert.Equal(1, FailureGroups.Show(state.Failures).Count);
        var items = new ItemPicker(state, queue: null).Pick(new ItemQuery()).Items;
        Assert.Equal([ItemPhase.Succeeded, ItemPhase.Failed, ItemPhase.Queued], items.Select(item => item.Phase));
        Assert.Equal([[6L, 4L], [6L, 4L], [6L]], items.Select(item => item.Sequences));
    }

    [Fact]
    public async Task A_run_of_which_there_is_no_record_has_no_parent() => Assert.False((await ReadAsync(Page(limit: 10))).HasParent);

    private static List<string> Places(ScannedPage page) => [.. page.Children.Select(child => child.Place.ToString())];

    private Task<ScannedPage> ReadAsync(ChildPages page) => new ChildScans(events).ReadAsync(page, scanned => scanned).Soon();

    private static ChildPages Page(int limit, ChildPlace? after = null) => new(new(Root, new ChildQuery { Limit = limit, After = after?.ToString() }));

    private void Call(ChildPlace place, int items)
    {
        var run = Root.Child(place.Item, place.Key);
        Record(run, Started(run));
        Record(run, new ItemsAdded(0, Samples.Page([.. Enumerable.Range(0, items).Select(i => $"{i}")]), default));
        Record(run, Finished(0, items));
        Record(run, new RunEnded(RunPhase.Succeeded, null, default));
    }

    private static RunStarted Started(RunId run) =>
        new(new RunSpec { Id = run, Task = "t.t", Concurrency = 1, Parent = run.Parent, ParentItem = run.ParentItem, IsRecorded = true }, default);

    private static ItemsFinished Finished(int first, int count) => new(new EncodedSegment(first, count, PayloadBlock.Empty, errors: null));

    private void Record(RunId run, RunEvent e) => events.Batches.Add(new JournalBatch(Root, [new JournalRecord(run, e)]));

    private sealed class Events : IJournalEvents
    {
        internal List<JournalBatch> Batches { get; } = [];

        internal long Last => Batches.Count;

        /// <summary>How many events were read.</summary>
        internal long Read { get; private set; }

        public Task VisitAsync(RunId root, long from, long to, Action<JournalEvent> visit)
        {
            for (var sequence = from; sequence <= Math.Min(to, Last); sequence++)
            {
                Read++;
                visit(new JournalEvent(sequence, Batches[(int)sequence - 1]));
            }

            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<JournalEvent>> ReadAsync(RunId root, long from, long to) => throw new NotSupportedException();

        public Task<IReadOnlyList<RootMark>> RootsSinceAsync(long offset) => throw new NotSupportedException();
    }
}
