using Flyte.Actors.Runs;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

public sealed class RunCatalogTests
{
    private readonly RunCatalog catalog = new(finishedKept: 1);

    [Fact]
    public void Of_the_runs_that_have_ended_the_oldest_are_to_be_forgotten()
    {
        Assert.Empty(Put("a", hasEnded: true));
        Assert.Empty(Put("b", hasEnded: false));
        Assert.Equal(["a"], Put("c", hasEnded: true));
        Assert.Equal(["c"], Put("b", hasEnded: true));
    }

    [Fact]
    public void A_run_that_goes_on_is_kept_although_an_earlier_one_of_its_name_was_forgotten()
    {
        Put("a", hasEnded: true);
        catalog.Remove("a");
        Put("a", hasEnded: false);

        Assert.Empty(Put("b", hasEnded: true));
    }

    [Fact]
    public void A_run_is_found_as_it_looks_now_and_where_it_began()
    {
        Put("a", hasEnded: false);
        Put("b", hasEnded: false);
        Put("a", hasEnded: true);

        Assert.Equal([("b", RunPhase.Running), ("a", RunPhase.Succeeded)], catalog.Find(new RunQuery()).Select(r => (r.Id, r.Phase)));
    }

    [Fact]
    public void A_page_goes_on_after_the_last_run_of_the_one_before()
    {
        foreach (var id in new[] { "a", "b", "c" })
        {
            Put(id, hasEnded: false);
        }

        Assert.Equal(["c", "b"], Ids(new RunQuery { Limit = 2 }));
        Assert.Equal(["a"], Ids(new RunQuery { Limit = 2, After = "b" }));
        Assert.Empty(Ids(new RunQuery { After = "a" }));
        Assert.Empty(Ids(new RunQuery { After = "gone" }));

        IEnumerable<string> Ids(RunQuery query) => catalog.Find(query).Select(run => run.Id);
    }

    [Fact]
    public void A_run_that_was_removed_is_not_found()
    {
        Put("a", hasEnded: true);
        catalog.Remove("a");
        catalog.Remove("a");

        Assert.Empty(catalog.Find(new RunQuery()));
    }

    private List<string> Put(string id, bool hasEnded) => catalog.Put(new RunInfo
    {
        Id = id,
        Task = "t",
        Phase = hasEnded ? RunPhase.Succeeded : RunPhase.Running,
        Items = new ItemCounts(0, 0, 0, 0, 0, 0, 0, 0, MoreToCome: false),
        Concurrency = 1,
        Slots = 0,
        StartedAt = default,
        EndedAt = hasEnded ? default(DateTimeOffset) : null,
    });
}
