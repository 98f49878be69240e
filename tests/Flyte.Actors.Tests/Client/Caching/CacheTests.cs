using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client.Caching;

/// <summary>Results that are known are taken over, in whatever way an item is called.</summary>
public sealed class CacheTests : TwoStoresTest
{
    private readonly Logbook bodies = new();

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task Mapping_other_inputs_runs_only_the_new_ones(string store)
    {
        var twice = Twice();
        await using var flyte = await StartAsync(store);

        Assert.Equal([2, 4, 6], await flyte.Map(twice.MapAsync([1, 2, 3])).Values().ToListAsync().Soon());
        Assert.Equal([6, 2, 8], await flyte.Map(twice.MapAsync([3, 1, 4])).Values().ToListAsync().Soon());
        Assert.Equal(["1", "2", "3", "4"], bodies.Sorted);
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task Submitted_runs_take_over_results_and_show_them_in_order(string store)
    {
        var twice = Twice();
        await using var flyte = await StartAsync(store);

        var first = await flyte.SubmitAsync(twice.MapAsync(Enumerable.Range(0, 3000).ToArray())).Soon();
        await first.WaitAsync().Soon();
        var second = await flyte.SubmitAsync(twice.MapAsync(Enumerable.Range(0, 3001).Reverse().ToArray())).Soon();

        Assert.Equal(Enumerable.Range(0, 3001).Reverse().Select(i => 2 * i), await second.ResultsAsync().Select(r => r.Value).ToListAsync().AsTask().Soon());
        var info = await second.WaitAsync().Soon();
        Assert.Equal((RunPhase.Succeeded, 3001), (info.Phase, info.Items.Succeeded));
        Assert.Equal(3001, bodies.Lines.Length);
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task Calls_maps_and_root_runs_share_their_results(string store)
    {
        var twice = Twice();
        var main = Env.Task("main", async () => await twice.CallAsync(5) + await twice.MapAsync([5, 6]).Values().SumAsync());
        await using var flyte = await StartAsync(store);

        Assert.Equal(10, await flyte.RunAsync(twice, 5).Soon());
        Assert.Equal(10 + 10 + 12, await flyte.RunAsync(main).Soon());
        Assert.Equal(12, await flyte.RunAsync(twice, 6).Soon());
        Assert.Equal(["5", "6"], bodies.Lines);
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task A_root_task_whose_result_is_known_does_not_run(string store)
    {
        var main = Env.Task("main", (string name) =>
        {
            bodies.Write(name);
            return new Greeting($"Hello, {name}!", [1, 2]);
        }, o => o with { Cache = Cache.Auto });
        await using var flyte = await StartAsync(store);

        var first = await flyte.RunAsync(main, "you").Soon();
        var second = await flyte.RunAsync(main, "you").Soon();

        Assert.Equal("Hello, you!", second.Text);
        Assert.Equal([1, 2], second.Numbers);
        Assert.NotSame(first, second);
        Assert.Single(bodies.Lines);
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task Only_successes_are_kept(string store)
    {
        var shaky = Env.Task("shaky", (int i) =>
        {
            bodies.Write($"{i}");
            return bodies.Lines.Length == 1 ? throw new FormatException("No.") : i;
        }, o => o with { Cache = Cache.Auto });
        await using var flyte = await StartAsync(store);

        await Assert.ThrowsAsync<TaskFailedException>(() => flyte.RunAsync(shaky, 7).Soon());
        Assert.Equal(7, await flyte.RunAsync(shaky, 7).Soon());
        Assert.Equal(7, await flyte.RunAsync(shaky, 7).Soon());
        Assert.Equal(2, bodies.Lines.Length);
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task Override_runs_and_replaces_what_is_known(string store)
    {
        var count = 0;
        var next = Env.Task("next", (int _) => Interlocked.Increment(ref count), o => o with { Cache = Cache.Auto });
        var again = next.With(o => o with { Cache = Cache.Override });
        await using var flyte = await StartAsync(store);

        Assert.Equal(1, await flyte.RunAsync(next, 0).Soon());
        Assert.Equal(1, await flyte.RunAsync(next, 0).Soon());
        Assert.Equal(2, await flyte.RunAsync(again, 0).Soon());
        Assert.Equal(2, await flyte.RunAsync(next, 0).Soon());
        Assert.Equal([3, 4], (await flyte.Map(again.MapAsync([0, 0])).Values().ToListAsync().Soon()).Order());
    }

    [Theory, InlineData(Memory), InlineData(Sqlite)]
    public async Task Another_version_finds_nothing_and_ignored_inputs_make_no_difference(string store)
    {
        var add = Env.Task("add", (int a, int b, bool verbose) =>
        {
            bodies.Write($"{a}+{b}{(verbose ? "!" : "")}");
            return a + b;
        }, o => o with { Cache = Cache.Auto with { Version = "1", Ignore = ["Verbose"] } });
        var newer = add.With(o => o with { Cache = o.Cache with { Version = "2" } });
        await using var flyte = await StartAsync(store);

        Assert.Equal(3, await flyte.RunAsync(add, 1, 2, false).Soon());
        Assert.Equal(3, await flyte.RunAsync(add, 1, 2, true).Soon());
        Assert.Equal(3, await flyte.RunAsync(add, 2, 1, true).Soon());
        Assert.Equal(3, await flyte.RunAsync(newer, 1, 2, true).Soon());
        Assert.Equal(["1+2", "2+1!", "1+2!"], bodies.Lines);
    }

    [Fact]
    public async Task An_input_that_cannot_be_written_and_a_result_that_cannot_are_errors_in_their_slots()
    {
        var bad = Env.Task("bad", (int i) => new Loop(i), o => o with { Cache = Cache.Auto });
        await using var flyte = await StartAsync(Memory);

        var results = await flyte.Map(bad.MapAsync([1, 2])).ToListAsync().Soon();

        Assert.All(results, r => Assert.Equal(ErrorCodes.InvalidResult, r.Error?.Code));
    }

    [Fact]
    public async Task Outside_a_run_a_task_is_its_plain_function()
    {
        var twice = Twice();

        Assert.Equal(2, twice.Call(1));
        Assert.Equal(2, await twice.CallAsync(1));
        Assert.Equal(["1", "1"], bodies.Lines);
    }

    private FlyteTask<int, int> Twice() => Env.Task("twice", (int i) =>
    {
        bodies.Write($"{i}");
        return 2 * i;
    }, o => o with { Cache = Cache.Auto });

    private sealed record Greeting(string Text, int[] Numbers);

    private sealed class Loop(int number)
    {
        public int Number { get; } = number;

        public Loop Self => this;
    }
}
