using System.Text.Json.Serialization;
using Flyte.Actors.Payloads;
using Flyte.Actors.Tasks;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>What a result is found by: the task, the version, and the input without what is ignored.</summary>
public sealed class CacheKeyTests
{
    private readonly TaskEnvironment env = new("env");

    [Fact]
    public void A_key_is_that_of_task_version_and_input()
    {
        var cache = Cache.Auto with { Version = "1" };
        var (one, two) = (env.Task("one", (int i) => i), env.Task("two", (int i) => i));

        Assert.Equal(KeyOf(one, cache, 7), KeyOf(one, cache, 7));
        Assert.NotEqual(KeyOf(one, cache, 7), KeyOf(one, cache, 8));
        Assert.NotEqual(KeyOf(one, cache, 7), KeyOf(two, cache, 7));
        Assert.NotEqual(KeyOf(one, cache, 7), KeyOf(one, cache with { Version = "2" }, 7));
        Assert.Equal(KeyOf(one, cache, 7), KeyOf(one, cache with { TimeToLive = TimeSpan.FromDays(1), Behavior = CacheBehavior.Override }, 7));
    }

    [Fact]
    public void Without_a_version_it_is_made_from_the_code()
    {
        var (other, same) = (new TaskEnvironment("env"), new TaskEnvironment("env"));
        var here = env.Task("task", (Func<int, int>)Body);
        var there = same.Task("task", (Func<int, int>)Body);
        var changed = other.Task("task", (int i) => i + 2);

        Assert.Equal(KeyOf(here, Cache.Auto, 7), KeyOf(there, Cache.Auto, 7));
        Assert.NotEqual(KeyOf(here, Cache.Auto, 7), KeyOf(changed, Cache.Auto, 7));
        Assert.NotEqual(KeyOf(here, Cache.Auto, 7), KeyOf(here, Cache.Auto with { Version = "1" }, 7));
    }

    [Fact]
    public void Several_inputs_are_ignored_by_the_names_of_parameters()
    {
        var task = env.Task("task", (int a, string b, int[] c) => a + b.Length + c.Length);
        var cache = Cache.Auto with { Ignore = ["B", "a"] };

        Assert.Equal(KeyOf(task, cache, (1, "x", [1, 2])), KeyOf(task, cache, (2, "yy,", [1, 2])));
        Assert.NotEqual(KeyOf(task, cache, (1, "x", [1, 2])), KeyOf(task, cache, (1, "x", [12])));
        Assert.NotEqual(KeyOf(task, Cache.Auto, (1, "x", [1, 2])), KeyOf(task, Cache.Auto, (2, "x", [1, 2])));
    }

    [Fact]
    public void Properties_of_one_input_are_ignored_by_their_names_in_code_or_in_json()
    {
        var task = env.Task("task", (Order order) => order.Number);
        var (byCode, byJson) = (Cache.Auto with { Ignore = ["comment", "Url"] }, Cache.Auto with { Ignore = ["COMMENT", "web-address"] });

        foreach (var cache in new[] { byCode, byJson })
        {
            Assert.Equal(KeyOf(task, cache, new Order(1, "a", "x", null)), KeyOf(task, cache, new Order(1, "bé\"", "y", null)));
            Assert.NotEqual(KeyOf(task, cache, new Order(1, "a", "x", null)), KeyOf(task, cache, new Order(2, "a", "x", null)));

            // Only at the top.
            Assert.NotEqual(
                KeyOf(task, cache, new Order(1, "a", "x", new Order(1, "b", "x", null))), KeyOf(task, cache, new Order(1, "a", "x", new Order(1, "c", "x", null))));
        }

        Assert.Equal(KeyOf(task, byCode, null!), KeyOf(task, byCode, null!));
    }

    [Fact]
    public void Recorded_inputs_have_the_keys_of_live_ones()
    {
        var task = env.Task("task", (string a, double b) => a.Length * b);
        var options = TaskOptions.Default with { Cache = Cache.Auto };
        (string, double)[] inputs = [("ä<\"", 1.5), ("", double.NaN), ("x", 1e300)];
        var page = new InputPage<(string, double)>(task.Definition, options, inputs, 0, 3);

        var recorded = page.Encode(new PayloadLimits(1000)).SelectMany(p => p.CacheKeys());

        Assert.Equal(page.CacheKeys(), recorded);
        Assert.Equal(3, page.CacheKeys().Distinct().Count());
    }

    [Fact]
    public void An_input_that_cannot_be_written_has_no_key()
    {
        var task = env.Task("task", (Loop loop) => loop.GetHashCode());
        var options = TaskOptions.Default with { Cache = Cache.Auto };

        Assert.Equal([null], new InputPage<Loop>(task.Definition, options, [new Loop()], 0, 1).CacheKeys());
    }

    private static int Body(int i) => i + 1;

    private static CacheKey? KeyOf<TIn, TOut>(FlyteTask<TIn, TOut> task, Cache cache, TIn input) =>
        Assert.Single(new InputPage<TIn>(task.Definition, TaskOptions.Default with { Cache = cache }, [input], 0, 1).CacheKeys());

    private static CacheKey? KeyOf<TOut>(FlyteTask<int, string, int[], TOut> task, Cache cache, (int, string, int[]) input) =>
        Assert.Single(new InputPage<(int, string, int[])>(task.Definition, TaskOptions.Default with { Cache = cache }, [input], 0, 1).CacheKeys());

    private sealed record Order(int Number, string Comment, [property: JsonPropertyName("web-address")] string Url, Order? Next);

    private sealed class Loop
    {
        public Loop Self => this;
    }
}
