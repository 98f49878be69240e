using Akka.Actor;
using Flyte.Actors.Client;
using Flyte.Actors.Protocol;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Threads;
using Xunit;

namespace Flyte.Actors.Tests.Client;

/// <summary>A client whose runs are on another node asks for pages that fit a message, and its caller does not notice.</summary>
public sealed class ElsewhereTests : RuntimeTest
{
    private readonly ElasticPool pool = new(64);
    private readonly RunLinks links = new(TimeSpan.FromMinutes(1));

    private FlyteClient Client => new(new ClientCore(
        Sys, new Doors(ActorRefs.Nobody, Region, Region), TaskRegistry.Open(), pool, links, DefaultConcurrency: 4, RunAhead: 0, Limits: null));

    [Fact]
    public async Task Results_and_items_come_in_many_pages()
    {
        var task = Env.Task("long", (int n) => $"{n} {new string('x', 5000)}");
        var run = await Client.SubmitAsync(task.MapAsync([.. Enumerable.Range(0, 500)])).Soon();

        var results = new List<string>();
        await foreach (var result in run.ResultsAsync())
        {
            results.Add(result.Value.Split(' ')[0]);
        }

        Assert.Equal(Enumerable.Range(0, 500).Select(n => $"{n}"), results);
        var page = await run.ListItemsAsync(new ItemQuery { Limit = 500 }).Soon();
        Assert.InRange(page.Items.Count, 80, 104);
        Assert.Equal(page.Items.Count, page.Next);
    }

    [Fact]
    public async Task A_list_of_runs_is_as_long_as_was_asked_for()
    {
        FinishedRunsKept = 1000;
        var task = Env.Task("one", (int n) => n);
        for (var i = 0; i < 100; i++)
        {
            await StartAsync(Spec(task) with { Labels = new Dictionary<string, string> { ["key"] = new('x', 10_000) } });
        }

        var first = await AskAsync<RunList>(new ListRuns(new RunQuery(), WireLimits.MaxPageBytes));

        Assert.InRange(first.Runs.Count, 40, 52);
        Assert.True(first.IsCut);
        Assert.Equal(Enumerable.Range(1, 90).Select(i => $"run-{101 - i}"), (await Client.ListRunsAsync(new RunQuery { Limit = 90 }).Soon()).Select(run => run.Id));
        Assert.Equal(100, (await Client.ListRunsAsync(new RunQuery { Limit = 200 }).Soon()).Count);
    }

    protected override void AfterAll()
    {
        links.Dispose();
        base.AfterAll();
        pool.Dispose();
    }
}
