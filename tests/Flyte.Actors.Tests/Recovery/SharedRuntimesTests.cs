using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Hosting;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;
using Flyte.Actors.Storage;
using Flyte.Actors.Tasks;
using Flyte.Actors.Tests.Storage;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>Runtimes that share one database, as the nodes of a cluster do, with none of a cluster's messages between them.</summary>
public sealed class SharedRuntimesTests(PostgresServer server) : StoreTest(server)
{
    private readonly TaskEnvironment env = new("shared");

    [PostgresFact]
    public async Task What_one_node_runs_is_listed_by_all()
    {
        var (square, gate) = (env.Task("square", (int x) => x * x), new Gate());
        var wait = env.Task("wait", async (int x) =>
        {
            await gate.Opened;
            return x;
        });
        var store = await CreateAsync("PostgreSQL");
        await using var first = await StartAsync(store, "node:1");
        await using var second = await StartAsync(store, "node:2");
        try
        {
            foreach (var (flyte, name) in new[] { (first, "one"), (second, "two") })
            {
                await (await flyte.SubmitAsync(square.MapAsync([1, 2]), new RunOptions { Id = $"ended-{name}" }).Soon()).WaitAsync().Soon();
                await flyte.SubmitAsync(wait.MapAsync([1, 2]), new RunOptions { Id = $"live-{name}" }).Soon();
            }

            foreach (var flyte in new[] { first, second })
            {
                await UntilAsync(async () => (await flyte.ListRunsAsync(new RunQuery { Phase = RunPhase.Succeeded })).Count == 2);
                await UntilAsync(async () => (await PagesAsync(flyte)).SequenceEqual(["live-two", "ended-two", "live-one", "ended-one"]));
            }
        }
        finally
        {
            gate.Open();
        }
    }

    [PostgresFact]
    public async Task Nothing_goes_on_before_a_node_is_told_to_resume()
    {
        var (halted, gate) = (new Tally(), new Gate());
        var wait = env.Task("wait", async (int x) =>
        {
            halted.Add();
            await gate.Opened;
            return x;
        });
        var store = await CreateAsync("PostgreSQL");
        await using var second = await StartAsync(store, "node:2");
        await using (var first = await StartAsync(store, "node:1"))
        {
            await first.SubmitAsync(wait.MapAsync([7]), new RunOptions { Id = "moves" }).Soon();
            await halted.Reaches(1);
        }

        gate.Open();
        Assert.Equal(RunPhase.Running, Assert.Single(await second.ListRunsAsync().Soon()).Phase);
        var resumer = await ResumeAsync(second);
        await UntilAsync(async () => Assert.Single(await second.ListRunsAsync()).Phase == RunPhase.Succeeded);

        // Whatever is told again and again, and by several nodes.
        (await ResumeAsync(second)).Tell(new Resume());
        resumer.Tell(new Resume());
        resumer.Tell(new Resume());
        Assert.Equal(7, (await second.GetRun<int>("moves").ResultsAsync().SingleAsync().Soon()).Value);
    }

    [PostgresFact]
    public async Task What_loses_its_node_later_goes_on_when_nodes_have_gone()
    {
        var (halted, gate) = (new Tally(), new Gate());
        var wait = env.Task("wait", async (int x) =>
        {
            halted.Add();
            await gate.Opened;
            return x;
        });
        var store = await CreateAsync("PostgreSQL");
        await using var second = await StartAsync(store, "node:2");
        var resumer = await ResumeAsync(second);
        await using (var first = await StartAsync(store, "node:1"))
        {
            await first.SubmitAsync(wait.MapAsync([1, 2, 3]), new RunOptions { Id = "later" }).Soon();
            await halted.Reaches(3);
        }

        gate.Open();
        resumer.Tell(new Resume());
        resumer.Tell(new Resume());
        await UntilAsync(async () => (await second.ListRunsAsync(new RunQuery { Phase = RunPhase.Succeeded })).Count == 1);
        Assert.Equal([1, 2, 3], (await second.GetRun<int>("later").ResultsAsync().ToListAsync().Soon()).OrderBy(r => r.Index).Select(r => r.Value));
    }

    [PostgresFact]
    public async Task A_run_whose_node_died_before_it_was_in_the_index_goes_on()
    {
        var (halted, gate) = (new Tally(), new Gate());
        var wait = env.Task("wait", async (int x) =>
        {
            halted.Add();
            await gate.Opened;
            return x;
        });
        var store = await CreateAsync("PostgreSQL");
        await using (var first = await StartAsync(store, "node:1"))
        {
            await first.SubmitAsync(wait.MapAsync([7]), new RunOptions { Id = "lost" }).Soon();
            await halted.Reaches(1);
        }

        gate.Open();
        var index = (await OpenAsync(store, cluster: new("blue", "node:3"))).Runs;
        await index.RemoveAsync(["lost"]).Soon();
        await using var second = await StartAsync(store, "node:2");
        await ResumeAsync(second);

        await UntilAsync(async () => (await second.ListRunsAsync(new RunQuery { Phase = RunPhase.Succeeded })).Count == 1);
        Assert.Equal(0, await index.OffsetAsync().Soon());
    }

    [PostgresFact]
    public async Task Whose_time_is_over_is_removed_with_all_that_is_recorded()
    {
        var square = env.Task("square", (int x) => new string('x', x));
        var store = await CreateAsync("PostgreSQL");
        await using (var first = await StartAsync(store, "node:1"))
        {
            await (await first.SubmitAsync(square.MapAsync([1, 400_000]), new RunOptions { Id = "old" }).Soon()).WaitAsync().Soon();
        }

        await using var second = await StartAsync(store, "node:2", new FlyteOptions { Retention = TimeSpan.FromTicks(1) });
        Assert.Single(await second.ListRunsAsync().Soon());
        await ResumeAsync(second);

        await UntilAsync(async () => (await second.ListRunsAsync()).Count == 0);
        await Assert.ThrowsAnyAsync<FlyteException>(() => second.GetRun<string>("old").GetInfoAsync().Soon());
    }

    [PostgresFact]
    public async Task A_row_of_a_run_of_which_nothing_is_recorded_goes()
    {
        var store = await CreateAsync("PostgreSQL");
        var index = (await OpenAsync(store, cluster: new("blue", "node:3"))).Runs;
        await index.UpsertAsync([new RunInfo
        {
            Id = "ghost", Task = "shared.none", Phase = RunPhase.Running, Items = new ItemCounts(1, 0, 1, 0, 0, 0, 0, 0, MoreToCome: false),
            Concurrency = 1, Slots = 0, StartedAt = DateTimeOffset.UtcNow,
        }]).Soon();
        await using var second = await StartAsync(store, "node:2");
        await ResumeAsync(second);

        await UntilAsync(async () => (await index.UnfinishedAsync()).Count == 0);
    }

    [PostgresFact]
    public async Task Of_two_nodes_that_have_a_run_at_once_one_ends_it_and_both_show_it()
    {
        const int Items = 40;
        var (begun, gate) = (new Tally(), new Gate());
        var wait = env.Task("wait", async (int x) =>
        {
            begun.Add();
            await gate.Opened;
            return x * x;
        });
        var store = await CreateAsync("PostgreSQL");
        await using (var first = await StartAsync(store, "node:1"))
        await using (var second = await StartAsync(store, "node:2"))
        {
            var run = await first.SubmitAsync(wait.MapAsync(Enumerable.Range(0, Items), concurrency: 4), new RunOptions { Id = "double" }).Soon();
            await run.Until(info => !info.Items.MoreToCome);
            var ending = new[] { first, second }.Select(flyte => ListenAsync(flyte.System, "ends in this process")).ToArray();
            Region(second).Tell(new OpenTrees([new RunId("double")]));
            await begun.Reaches(8);

            var reading = new[] { run, second.GetRun<int>("double") }.Select(one => one.ResultsAsync().ToListAsync().AsTask()).ToArray();
            gate.Open();
            foreach (var results in await Task.WhenAll(reading).Soon())
            {
                Assert.Equal(Enumerable.Range(0, Items).Select(x => x * x), results.OrderBy(r => r.Index).Select(r => r.Value));
            }

            Assert.Contains("double", await (await Task.WhenAny(ending).Soon()), StringComparison.Ordinal);
            foreach (var flyte in new[] { first, second })
            {
                Assert.Equal(RunPhase.Succeeded, (await flyte.GetRun<int>("double").GetInfoAsync().Soon()).Phase);
            }
        }

        var counts = await RecordedWork.CountAsync(store, "double", wait.Name);
        Assert.Equal(Enumerable.Range(0, Items).Select(x => (x, 1)), counts.OrderBy(c => c.Key).Select(c => (c.Key, c.Value)));
    }

    private static Task<string> ListenAsync(ActorSystem system, string words)
    {
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var listener = system.ActorOf(Props.Create(() => new Listener(words, heard)));
        system.EventStream.Subscribe(listener, typeof(Warning));
        return heard.Task;
    }

    /// <summary>As the oldest node of a cluster does.</summary>
    private static async Task<IActorRef> ResumeAsync(FlyteRuntime flyte)
    {
        await Region(flyte).Ask<ActorIdentity>(new Identify(null), Patience.Bound);
        var list = await flyte.System.ActorSelection(Region(flyte).Path / "list").ResolveOne(Patience.Bound);
        return flyte.System.ActorOf(ClusterResumer.Props(FlyteEngine.Of(flyte.System).Recorded!, list, Region(flyte)));
    }

    private static IActorRef Region(FlyteRuntime flyte) => FlyteEngine.Of(flyte.System).Region;

    private static async Task<List<string>> PagesAsync(FlyteRuntime flyte)
    {
        var all = new List<string>();
        var query = new RunQuery { Limit = 1 };
        while (await flyte.ListRunsAsync(query) is [.., { Id: var last }] page)
        {
            all.AddRange(page.Select(run => run.Id));
            query = query with { After = last };
        }

        return all;
    }

    private static async Task UntilAsync(Func<Task<bool>> isReached)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (!await isReached().Soon())
        {
            await Task.Yield();
            bound.Token.ThrowIfCancellationRequested();
        }
    }

    // A runtime closes its store with itself.
    private async Task<FlyteRuntime> StartAsync(FlyteStore store, string node, FlyteOptions? options = null) => FlyteRuntime.Start(
        options ?? new FlyteOptions(), TaskRegistry.Of([env]), await StoreOpener.OpenAsync(store, Durability.Full, new("blue", node)).Soon());

    private sealed class Listener(string words, TaskCompletionSource<string> heard) : ReceiveActor
    {
        protected override bool AroundReceive(Receive receive, object message)
        {
            if (message is Warning warning && $"{warning.Message}".Contains(words, StringComparison.Ordinal))
            {
                heard.TrySetResult($"{warning.Message}");
            }

            return true;
        }
    }
}
