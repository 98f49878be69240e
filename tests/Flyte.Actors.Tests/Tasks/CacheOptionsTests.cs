using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>What a cache can be told, and what it refuses when the task is declared.</summary>
public sealed class CacheOptionsTests
{
    private readonly TaskEnvironment env = new("env");

    [Fact]
    public void Nothing_is_cached_unless_a_task_says_so()
    {
        Assert.Equal(Cache.Disabled, TaskOptions.Default.Cache);
        Assert.Equal(CacheBehavior.Disable, new TaskOptions().Cache.Behavior);
        Assert.Equal((CacheBehavior.Auto, CacheBehavior.Override), (Cache.Auto.Behavior, Cache.Override.Behavior));
        Assert.Equal(Cache.Disabled, env.Task("task", (int i) => i, o => o with { Cache = Cache.Auto }).With(o => o with { Cache = Cache.Disabled }).Options.Cache);
    }

    [Fact]
    public void Two_that_say_the_same_are_equal()
    {
        Cache Make() => Cache.Auto with { Version = "1", Ignore = ["a", "b"], TimeToLive = TimeSpan.FromDays(1) };

        Assert.Equal(Make(), Make());
        Assert.Equal(Make().GetHashCode(), Make().GetHashCode());
        Assert.NotEqual(Make(), Make() with { Ignore = ["a"] });
        Assert.NotEqual(Make(), Make() with { Version = null });
        Assert.NotEqual(Make(), Make() with { TimeToLive = null });
        Assert.NotEqual(Make(), Make() with { Behavior = CacheBehavior.Override });
        Assert.False(Make().Equals(null));
    }

    [Fact]
    public void Bad_values_are_argument_errors_that_name_the_option()
    {
        Assert.Throws<ArgumentNullException>("Cache", () => new TaskOptions { Cache = null! });
        Assert.Throws<ArgumentException>("Version", () => Cache.Auto with { Version = " " });
        Assert.Throws<ArgumentException>("Ignore", () => Cache.Auto with { Ignore = null! });
        Assert.Throws<ArgumentException>("Ignore", () => Cache.Auto with { Ignore = [null!] });
        Assert.Throws<ArgumentOutOfRangeException>("TimeToLive", () => Cache.Auto with { TimeToLive = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>("Behavior", () => Cache.Auto with { Behavior = (CacheBehavior)7 });
    }

    [Fact]
    public void An_input_that_a_task_does_not_have_cannot_be_ignored()
    {
        static TaskOptions Ignore(TaskOptions o, string name) => o with { Cache = Cache.Auto with { Ignore = [name] } };

        var several = Assert.Throws<ArgumentException>(() => env.Task("several", (int a, int b, CancellationToken _) => a + b, o => Ignore(o, "c")));
        Assert.Equal("The task 'env.several' has no input 'c' that its cache could ignore; it has a, b.", several.Message);
        var one = Assert.Throws<ArgumentException>(() => env.Task("one", (Order order) => order.Number, o => Ignore(o, "order")));
        Assert.Equal("The task 'env.one' has no input 'order' that its cache could ignore; it has Number, Comment.", one.Message);
        var none = Assert.Throws<ArgumentException>(() => env.Task("none", () => 1, o => Ignore(o, "x")));
        Assert.EndsWith("it has no inputs with names.", none.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => env.Task("text", (string s) => s, o => Ignore(o, "length")));
        Assert.Throws<ArgumentException>(() => env.Task("call_site", (int i) => i).With(o => Ignore(o, "x")));
        Assert.Throws<ArgumentException>(() => new TaskEnvironment("all", Ignore(TaskOptions.Default, "x")).Task("any", (int i) => i));

        // What was refused is not there: its name is free.
        Assert.Equal("env.several", env.Task("several", (int a, int b) => a + b, o => Ignore(o, "B")).Name);
    }

    private sealed record Order(int Number, string Comment);
}
