using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>How many items of a map may fail; a map that can no longer reach its target stops at once.</summary>
public sealed class ToleranceTests
{
    private readonly TaskEnvironment env = new("tolerance");
    private readonly Tally started = new();
    private readonly FlyteTask<int, int> odd;

    public ToleranceTests() => odd = env.Task("odd", int (int i) =>
    {
        started.Add();
        return i % 2 == 1 ? i : throw new FormatException($"{i} is even.");
    });

    [Fact]
    public async Task By_default_every_failure_stands_in_its_slot_and_the_rest_goes_on()
    {
        var results = await MapAsync(Tolerance.Any, 0, 1, 2, 3);

        Assert.Equal([false, true, false, true], results.Select(r => r.IsSuccess));
    }

    [Fact]
    public async Task So_many_failures_as_allowed_are_tolerated()
    {
        var results = await MapAsync(new Tolerance { MaxFailures = 2 }, 0, 1, 2, 3);

        Assert.Equal([false, true, false, true], results.Select(r => r.IsSuccess));
    }

    [Fact]
    public async Task One_failure_too_many_stops_the_map_at_once()
    {
        var failure = await Assert.ThrowsAsync<ToleranceExceededException>(() => MapAsync(new Tolerance { MaxFailures = 1 }, 1, 2, 3, 4, 5, 6));

        Assert.Equal(1, failure.FirstFailure?.Index);
        Assert.Equal("FormatException", failure.FirstFailure?.Code);
        Assert.Contains("MaxFailures = 1", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, started.Count);
    }

    [Fact]
    public async Task The_results_before_the_stop_are_given_out()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var read = new List<ItemResult<int>>();

        await Assert.ThrowsAsync<ToleranceExceededException>(async () =>
        {
            await foreach (var result in flyte.Map(With(new Tolerance { MaxFailures = 0 }).MapAsync([1, 3, 4, 5], concurrency: 1)))
            {
                read.Add(result);
            }
        });

        Assert.Equal([1, 3], read.Where(r => r.IsSuccess).Select(r => r.Value));
    }

    [Fact]
    public async Task Enough_successes_are_enough()
    {
        var results = await MapAsync(new Tolerance { MinSuccesses = 2 }, 0, 1, 2, 3);

        Assert.Equal(2, results.Count(r => r.IsSuccess));
    }

    [Fact]
    public async Task Too_few_possible_successes_stop_the_map_once_its_length_is_known()
    {
        var allAdded = new Gate();
        var held = env.Task("held", async Task<int> (int i) =>
        {
            started.Add();
            await allAdded.Opened;
            throw new FormatException($"No {i}.");
        }, o => o with { Tolerance = new Tolerance { MinSuccesses = 3 } });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var run = await flyte.SubmitAsync(held.MapAsync([0, 1, 2], concurrency: 1)).Soon();
        await run.Until(info => !info.Items.MoreToCome);
        allAdded.Open();
        var end = await run.WaitAsync().Soon();

        Assert.Equal((RunPhase.Failed, ErrorCodes.ToleranceExceeded), (end.Phase, end.Error?.Code));
        Assert.Equal(1, started.Count);
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.6, false)]
    public async Task A_share_of_successes_is_rounded_up(double ratio, bool isReached)
    {
        var map = MapAsync(new Tolerance { MinSuccessRatio = ratio }, 0, 1, 3, 2);

        if (isReached)
        {
            Assert.Equal(2, (await map).Count(r => r.IsSuccess));
        }
        else
        {
            await Assert.ThrowsAsync<ToleranceExceededException>(() => map);
        }
    }

    [Fact]
    public async Task The_count_wins_over_the_share()
    {
        var results = await MapAsync(new Tolerance { MinSuccesses = 1, MinSuccessRatio = 1 }, 0, 1);

        Assert.Equal([false, true], results.Select(r => r.IsSuccess));
    }

    [Fact]
    public async Task A_target_above_the_number_of_inputs_cannot_be_reached() =>
        await Assert.ThrowsAsync<ToleranceExceededException>(() => MapAsync(new Tolerance { MinSuccesses = 3 }, 1, 3));

    [Theory]
    [InlineData(0, null, true)]
    [InlineData(2, null, true)]
    [InlineData(3, null, false)]
    [InlineData(2, 4, true)]
    [InlineData(2, 3, false)]
    public void What_is_still_possible_depends_on_the_total_once_that_is_known(int failures, int? total, bool isPossible) =>
        Assert.Equal(isPossible, new Tolerance { MaxFailures = 2, MinSuccesses = 2 }.Allows(failures, total));

    [Theory]
    [InlineData(10, 0.7, 3)]
    [InlineData(3, 0.5, 1)]
    [InlineData(100, 0.07, 93)]
    [InlineData(100, 0.55, 45)]
    [InlineData(5, 1.0, 0)]
    [InlineData(5, 0.0, 5)]
    public void Of_n_items_so_many_may_fail_that_the_share_is_left(int total, double ratio, int mayFail)
    {
        var tolerance = new Tolerance { MinSuccessRatio = ratio };

        Assert.True(tolerance.Allows(mayFail, total));
        Assert.False(tolerance.Allows(mayFail + 1, total));
    }

    [Fact]
    public async Task What_a_map_tolerates_goes_before_what_its_task_does()
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        var strict = new MapOptions { Tolerance = new Tolerance { MaxFailures = 0 } };

        await Assert.ThrowsAsync<ToleranceExceededException>(() => flyte.Map(odd.MapAsync([0, 1], options: strict)).ToListAsync().Soon());
        await Assert.ThrowsAsync<ToleranceExceededException>(() => flyte.MapJson(odd.Name, ["0", "1"], options: strict).ToListAsync().Soon());
        var end = await (await flyte.SubmitAsync(odd.MapAsync([0, 1], options: strict)).Soon()).WaitAsync().Soon();
        var generous = await flyte.Map(With(new Tolerance { MaxFailures = 0 }).MapAsync([0, 1], options: new MapOptions { Tolerance = Tolerance.Any })).ToListAsync().Soon();

        Assert.Equal(ErrorCodes.ToleranceExceeded, end.Error?.Code);
        Assert.Equal([false, true], generous.Select(r => r.IsSuccess));
    }

    [Fact]
    public async Task A_map_inside_a_task_has_its_own()
    {
        var main = env.Task("main", async () => await odd.MapAsync([0, 1], options: new MapOptions { Tolerance = new Tolerance { MaxFailures = 0 } }).CountAsync());
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var failure = await Assert.ThrowsAsync<TaskFailedException>(() => flyte.RunAsync(main).Soon());

        Assert.Contains("MaxFailures = 0", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_values_are_argument_errors()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tolerance { MaxFailures = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tolerance { MinSuccesses = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tolerance { MinSuccessRatio = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tolerance { MinSuccessRatio = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tolerance { MinSuccessRatio = double.NaN });
        Assert.Throws<ArgumentNullException>(() => new TaskOptions { Tolerance = null! });
    }

    private FlyteTask<int, int> With(Tolerance tolerance) => odd.With(o => o with { Tolerance = tolerance });

    private async Task<List<ItemResult<int>>> MapAsync(Tolerance tolerance, params int[] items)
    {
        await using var flyte = await FlyteRuntime.StartAsync(env);
        return await flyte.Map(With(tolerance).MapAsync(items, concurrency: 1)).ToListAsync().Soon();
    }
}
