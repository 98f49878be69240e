using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>The arguments of a map are checked at the call, not when its first element is pulled.</summary>
public sealed class ArgumentTests
{
    private readonly FlyteTask<int, int> one;
    private readonly FlyteTask<int, int, int> two;
    private readonly FlyteTask<int, int, int, int> three;
    private readonly FlyteTask<int, int, int, int, int> four;

    public ArgumentTests()
    {
        var env = new TaskEnvironment("arguments");
        one = env.Task("one", (int a) => a);
        two = env.Task("two", (int a, int b) => a + b);
        three = env.Task("three", (int a, int b, int c) => a + b + c);
        four = env.Task("four", (int a, int b, int c, int d) => a + b + c + d);
    }

    [Fact]
    public void A_negative_concurrency_is_refused_at_the_call()
    {
        Assert.Throws<ArgumentOutOfRangeException>("concurrency", () => one.Map([1], -1));
        Assert.Throws<ArgumentOutOfRangeException>("concurrency", () => one.MapAsync([1], -1));
        Assert.Throws<ArgumentOutOfRangeException>("concurrency", () => one.MapAsync(AsyncEnumerable.Empty<int>(), -1));
        Assert.Throws<ArgumentOutOfRangeException>("concurrency", () => two.Map([1], [1], -1));
        Assert.Throws<ArgumentOutOfRangeException>("concurrency", () => three.MapAsync([1], [1], [1], -1));
        Assert.Throws<ArgumentOutOfRangeException>("concurrency", () => four.MapAsync([1], [1], [1], [1], int.MinValue));
    }

    [Fact]
    public void A_null_input_is_refused_at_the_call()
    {
        Assert.Throws<ArgumentNullException>("items", () => one.Map(null!));
        Assert.Throws<ArgumentNullException>("items", () => one.MapAsync((IEnumerable<int>)null!));
        Assert.Throws<ArgumentNullException>("items", () => one.MapAsync((IAsyncEnumerable<int>)null!));
        Assert.Throws<ArgumentNullException>("items", () => two.MapAsync(null!));
    }

    [Fact]
    public void A_null_input_among_several_is_named()
    {
        Assert.Throws<ArgumentNullException>("first", () => two.Map(null!, [1]));
        Assert.Throws<ArgumentNullException>("second", () => two.MapAsync([1], null!));
        Assert.Throws<ArgumentNullException>("third", () => three.MapAsync([1], [1], null!));
        Assert.Throws<ArgumentNullException>("fourth", () => four.MapAsync([1], [1], [1], null!));
    }
}
