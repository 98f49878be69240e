using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Each input of a task can be bound; what is free is called and mapped.</summary>
public sealed class BindingTests
{
    private readonly TaskEnvironment env = new("binding");
    private readonly FlyteTask<string, string, string> two;
    private readonly FlyteTask<string, string, string, string> three;
    private readonly FlyteTask<string, string, string, string, string> four;

    public BindingTests()
    {
        two = env.Task("two", (string a, string b) => $"{a}{b}");
        three = env.Task("three", (string a, string b, string c) => $"{a}{b}{c}");
        four = env.Task("four", (string a, string b, string c, string d) => $"{a}{b}{c}{d}");
    }

    [Fact]
    public void Each_position_can_be_bound()
    {
        Assert.Equal("1b", two.BindFirst("1").Call("b"));
        Assert.Equal("a2", two.BindSecond("2").Call("a"));
        Assert.Equal("1bc", three.BindFirst("1").Call("b", "c"));
        Assert.Equal("a2c", three.BindSecond("2").Call("a", "c"));
        Assert.Equal("ab3", three.BindThird("3").Call("a", "b"));
        Assert.Equal("1bcd", four.BindFirst("1").Call("b", "c", "d"));
        Assert.Equal("a2cd", four.BindSecond("2").Call("a", "c", "d"));
        Assert.Equal("ab3d", four.BindThird("3").Call("a", "b", "d"));
        Assert.Equal("abc4", four.BindFourth("4").Call("a", "b", "c"));
    }

    [Fact]
    public void Bindings_can_follow_one_another() =>
        Assert.Equal("1234", four.BindFourth("4").BindFirst("1").BindSecond("3").Call("2"));

    [Fact]
    public async Task A_bound_task_is_mapped_over_what_is_free()
    {
        var main = env.Task("main", async () => string.Join(
            ' ',
            await three.BindFirst("1").BindFirst("2").MapAsync(["a", "b"]).Values().ToListAsync()));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal("12a 12b", await flyte.RunAsync(main).Soon());
        Assert.Equal(["a2", "b2"], await flyte.Map(two.BindSecond("2").MapAsync(AsyncItems())).Values().ToListAsync().Soon());
        Assert.Equal(["1ac"], await flyte.Map(three.BindFirst("1").MapAsync(["a"], ["c"])).Values().ToListAsync().Soon());
    }

    [Fact]
    public async Task A_bound_task_can_be_run_and_called_in_a_run()
    {
        var main = env.Task("main", async () => two.BindFirst("1").Call("a") + await two.BindSecond("2").CallAsync("b"));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal("1x", await flyte.RunAsync(two.BindFirst("1"), "x").Soon());
        Assert.Equal("1ab2", await flyte.RunAsync(main).Soon());
    }

    [Fact]
    public async Task An_error_shows_all_inputs_the_bound_ones_too()
    {
        var bad = env.Task("bad", string (string a, string b) => throw new FormatException("No."));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var result = Assert.Single(await flyte.Map(bad.BindFirst("1").MapAsync(["a"])).ToListAsync().Soon());

        Assert.Equal("""["1","a"]""", result.Error?.Input);
    }

    private static async IAsyncEnumerable<string> AsyncItems()
    {
        await Task.Yield();
        yield return "a";
        yield return "b";
    }
}
