using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Several inputs are mapped side by side.</summary>
public sealed class ZipTests
{
    private static readonly MapOptions Truncate = new() { Truncate = true };

    private readonly TaskEnvironment env = new("zip");
    private readonly FlyteTask<int, string, string> two;
    private readonly FlyteTask<int, int, int, int> three;
    private readonly FlyteTask<int, int, int, int, int> four;

    public ZipTests()
    {
        two = env.Task("two", (int i, string s) => $"{i}{s}");
        three = env.Task("three", (int a, int b, int c) => (100 * a) + (10 * b) + c);
        four = env.Task("four", (int a, int b, int c, int d) => (1000 * a) + (100 * b) + (10 * c) + d);
    }

    [Fact]
    public async Task Inputs_are_paired_by_position()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(["1a", "2b"], await flyte.Map(two.MapAsync([1, 2], ["a", "b"])).Values().ToListAsync().Soon());
        Assert.Equal([135, 246], await flyte.Map(three.MapAsync([1, 2], [3, 4], [5, 6])).Values().ToListAsync().Soon());
        Assert.Equal([1357, 2468], await flyte.Map(four.MapAsync([1, 2], [3, 4], [5, 6], [7, 8])).Values().ToListAsync().Soon());
    }

    [Fact]
    public async Task Tuples_of_an_asynchronous_stream_are_the_inputs_of_a_task_of_several()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(["1a"], await flyte.Map(two.MapAsync(Stream((1, "a")))).Values().ToListAsync().Soon());
        Assert.Equal([123], await flyte.Map(three.MapAsync(Stream((1, 2, 3)))).Values().ToListAsync().Soon());
        Assert.Equal([1234], await flyte.Map(four.MapAsync(Stream((1, 2, 3, 4)))).Values().ToListAsync().Soon());
    }

    [Fact]
    public void Unequal_lengths_that_are_known_are_refused_at_the_call_by_name()
    {
        var error = Assert.Throws<ArgumentException>(() => two.MapAsync([1, 2, 3], ["a", "b"]));

        Assert.Contains("3 and 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("Truncate", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => two.Map([1], new List<string>()));
        Assert.Throws<ArgumentException>(() => three.MapAsync([1], [1], [1, 2]));
        Assert.Throws<ArgumentException>(() => four.MapAsync([1], [1], [1], []));
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 3)]
    public async Task Unequal_lengths_of_lazy_inputs_are_found_when_the_shorter_one_ends(int first, int second)
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var read = new List<string>();

        var failure = await Assert.ThrowsAsync<InputSourceException>(async () =>
        {
            await foreach (var result in flyte.Map(two.MapAsync(Lazy(first), Lazy(second).Select(i => $"{i}"))))
            {
                read.Add(result.Value);
            }
        });

        Assert.Equal(["00", "11"], read);
        Assert.IsType<ArgumentException>(failure.InnerException);
        Assert.Contains("ends after 2 items", failure.Message, StringComparison.Ordinal);
        Assert.Contains("at least 3", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unequal_lengths_are_cut_to_the_shortest_when_that_is_asked_for()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(["1a", "2b"], await flyte.Map(two.MapAsync([1, 2, 3], ["a", "b"], 0, Truncate)).Values().ToListAsync().Soon());
        Assert.Equal(["0a"], await flyte.Map(two.MapAsync(Lazy(3), ["a"], 0, Truncate)).Values().ToListAsync().Soon());
        Assert.Equal([111], await flyte.Map(three.MapAsync([1, 2], [1], [1, 2, 3], 0, Truncate)).Values().ToListAsync().Soon());
        Assert.Equal([1111], await flyte.Map(four.MapAsync([1, 2], [1, 2, 3], [1, 2], [1], 0, Truncate)).Values().ToListAsync().Soon());
    }

    [Fact]
    public async Task A_failed_item_shows_all_its_inputs()
    {
        var bad = env.Task("bad", string (int i, string s) => throw new FormatException("No."));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var result = Assert.Single(await flyte.Map(bad.MapAsync([1], ["a"])).ToListAsync().Soon());

        Assert.Equal("[1,\"a\"]", result.Error?.Input);
    }

    private static IEnumerable<int> Lazy(int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return i;
        }
    }

    private static async IAsyncEnumerable<T> Stream<T>(T item)
    {
        await Task.Yield();
        yield return item;
    }
}
