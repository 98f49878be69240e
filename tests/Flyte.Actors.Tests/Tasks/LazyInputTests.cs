using System.Runtime.CompilerServices;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Inputs are pulled as the window opens, and a stream of them may fail.</summary>
public sealed class LazyInputTests
{
    private readonly TaskEnvironment env = new("lazy");
    private readonly Tally pulled = new();
    private readonly FlyteTask<int, int> twice;

    public LazyInputTests() => twice = env.Task("twice", (int i) => 2 * i);

    [Fact]
    public async Task An_endless_source_is_mapped_as_far_as_it_is_read()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal([0, 2, 4, 6, 8], await flyte.Map(twice.MapAsync(Endless(), concurrency: 4)).Values().Take(5).ToListAsync().Soon());
        Assert.Equal([0, 2, 4, 6, 8], await flyte.Map(twice.MapAsync(EndlessAsync(), concurrency: 4)).Values().Take(5).ToListAsync().Soon());
    }

    [Fact]
    public async Task An_endless_source_can_be_mapped_synchronously()
    {
        var main = env.Task("main", () => twice.Map(Endless(), concurrency: 4).Values().Take(5).Sum());
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal(20, await flyte.RunAsync(main).Soon());
    }

    [Fact]
    public async Task Nothing_is_pulled_before_the_enumeration_begins()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        _ = flyte.Map(twice.MapAsync(Endless()));

        Assert.Equal(0, pulled.Count);
    }

    [Fact]
    public async Task Only_a_window_of_inputs_is_pulled_while_items_are_busy()
    {
        var (gate, started) = (new Gate(), new Tally());
        var held = env.Task("held", async (int i) =>
        {
            started.Add();
            await gate.Opened;
            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);
        await using var results = flyte.Map(held.MapAsync(Endless(), concurrency: 2)).GetAsyncEnumerator();

        var first = results.MoveNextAsync();
        await started.Reaches(2);
        var whileBusy = pulled.Count;
        gate.Open();
        Assert.True(await first.Soon());

        Assert.InRange(whileBusy, 2, 32);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task A_slow_source_does_not_hold_back_what_it_has_given(int concurrency)
    {
        var done = new Gate();
        var item = env.Task("item", (int i) =>
        {
            done.Open();
            return i;
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal([0, 1], await flyte.Map(item.MapAsync(Waiting(done), concurrency)).Values().ToListAsync().Soon());
        done = new Gate();
        Assert.Equal([0, 1], await flyte.Map(item.MapAsync(WaitingAsync(done), concurrency)).Values().ToListAsync().Soon());
    }

    [Fact]
    public async Task A_source_that_throws_in_the_middle_loses_no_item_that_was_done()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var values = new List<int>();

        var failure = await Assert.ThrowsAsync<InputSourceException>(() => Read(flyte.Map(twice.MapAsync(Broken(), concurrency: 2)), values).Soon());

        Assert.Equal([0, 2, 4], values);
        Assert.IsType<FileNotFoundException>(failure.InnerException);
        Assert.Contains("after 3 items", failure.Message, StringComparison.Ordinal);
        Assert.Contains("FileNotFoundException", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_asynchronous_source_that_throws_loses_no_item_that_was_done()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var values = new List<int>();

        var failure = await Assert.ThrowsAsync<InputSourceException>(() => Read(flyte.Map(twice.MapAsync(BrokenAsync())), values).Soon());

        Assert.Equal([0, 2, 4], values);
        Assert.IsType<FileNotFoundException>(failure.InnerException);
    }

    [Fact]
    public async Task A_source_that_throws_loses_no_plain_value_either()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var values = new List<int>();

        await Assert.ThrowsAsync<InputSourceException>(async () =>
        {
            await foreach (var value in flyte.Map(twice.MapAsync(Broken(), concurrency: 1)).Values())
            {
                values.Add(value);
            }
        });

        Assert.Equal([0, 2, 4], values);
    }

    [Fact]
    public async Task A_source_that_throws_at_its_first_item_is_an_empty_map_with_its_cause()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var values = new List<int>();

        var failure = await Assert.ThrowsAsync<InputSourceException>(
            () => Read(flyte.Map(twice.MapAsync(Broken().Select(int (_) => throw new FormatException("Bad line.")))), values).Soon());

        Assert.Empty(values);
        Assert.IsType<FormatException>(failure.InnerException);
    }

    [Fact]
    public async Task A_list_that_is_no_array_is_read_by_index_and_may_fail_too()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal([2, 4], await flyte.Map(twice.MapAsync(new ArraySegment<int>([0, 1, 2, 3], 1, 2))).Values().ToListAsync().Soon());
    }

    [Fact]
    public async Task A_map_of_a_map_is_a_pipeline_inside_the_run()
    {
        var runs = new Logbook();
        var first = env.Task("first", (int i) =>
        {
            runs.Write(TaskContext.Current!.RunId.Split('/')[0]);
            return i + 1;
        });
        var main = env.Task("main", async () => await twice.MapAsync(first.MapAsync([1, 2, 3]).Values()).Values().ToListAsync());
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal([4, 6, 8], await flyte.RunAsync(main, new RunOptions { Id = "pipe" }).Soon());
        Assert.Equal(["pipe", "pipe", "pipe"], runs.Lines);
    }

    private static async Task Read(MapStream<int> map, List<int> values)
    {
        await foreach (var result in map)
        {
            values.Add(result.Value);
        }
    }

    private static IEnumerable<int> Broken()
    {
        yield return 0;
        yield return 1;
        yield return 2;
        throw new FileNotFoundException("No such file.");
    }

    // The second input is there when the first one's item is done.
    private static IEnumerable<int> Waiting(Gate done)
    {
        yield return 0;
        done.Wait();
        yield return 1;
    }

    private static async IAsyncEnumerable<int> WaitingAsync(Gate done)
    {
        yield return 0;
        await done.Opened;
        yield return 1;
    }

    private static async IAsyncEnumerable<int> BrokenAsync()
    {
        foreach (var i in Broken())
        {
            await Task.Yield();
            yield return i;
        }
    }

    private IEnumerable<int> Endless()
    {
        for (var i = 0; ; i++)
        {
            pulled.Add();
            yield return i;
        }
    }

    private async IAsyncEnumerable<int> EndlessAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (var i = 0; ; i++)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            yield return i;
        }
    }
}
