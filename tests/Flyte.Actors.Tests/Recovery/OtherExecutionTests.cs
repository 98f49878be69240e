using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>A root task that makes other calls when it is executed again: what it gets is always the result of that call.</summary>
public sealed class OtherExecutionTests : DurableTest
{
    private readonly Counts counts = new();
    private int executions;

    private FlyteTask<int, int> Triple => field ??= Env.Task("triple", (int x) =>
    {
        counts.Add(x);
        return 3 * x;
    });

    [Fact]
    public async Task Inputs_that_changed_run_and_others_keep_their_results()
    {
        var (triple, halt) = (Triple, new Halt());
        var main = Env.Task("main", async (int count) =>
        {
            var execution = Interlocked.Increment(ref executions);
            int[] inputs = [.. Enumerable.Range(0, count).Select(i => i % 3 == 0 ? 1000 * execution + i : i)];
            var mapped = await triple.MapAsync(inputs).Select(r => r.Value).ToListAsync();
            var called = await Task.WhenAll(inputs.Select(i => triple.CallAsync(i + 100)));
            await halt.PassAsync();
            return mapped.SequenceEqual(inputs.Select(i => 3 * i)) && called.SequenceEqual(inputs.Select(i => 3 * (i + 100)));
        });

        Assert.True((await RunAsync(main, 30, halt)).Value);
        Assert.All(Enumerable.Range(0, 30), i => Assert.Equal(i % 3 == 0 ? 0 : 1, counts[i]));
        Assert.All(Enumerable.Range(0, 30).Where(i => i % 3 == 0), i => Assert.Equal((1, 1), (counts[1000 + i], counts[2000 + i])));
    }

    [Fact]
    public async Task Identical_calls_are_interchangeable()
    {
        var (halt, made) = (new Halt(), 0);
        var draw = Env.Task("draw", (string name) => $"{name}{Interlocked.Increment(ref made)}");
        var main = Env.Task("main", async (int count) =>
        {
            var execution = Interlocked.Increment(ref executions);
            var names = Enumerable.Range(0, count + (execution > 1 ? 1 : 0)).Select(_ => "a").ToArray();
            var drawn = await Task.WhenAll(names.Select(name => draw.CallAsync(name)));
            await halt.PassAsync();
            return drawn.Order(StringComparer.Ordinal).ToArray();
        });

        Assert.Equal(["a1", "a2", "a3", "a4"], (await RunAsync(main, 3, halt)).Value);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Calls_in_another_order_are_found_by_every_execution(int times)
    {
        var (triple, halt) = (Triple, new Halt(times));
        var main = Env.Task("main", async (int count) =>
        {
            // Half of them are made anew by each execution, so that old and new results stand beside one another.
            var execution = Interlocked.Increment(ref executions);
            int[] inputs = [.. Enumerable.Range(0, count * execution)];
            new Random(execution).Shuffle(inputs);

            // The last one makes each call twice: what is recorded of one serves one of them only.
            inputs = execution > times ? [.. inputs, .. inputs] : inputs;
            var called = await Task.WhenAll(inputs.Select(i => triple.CallAsync(i)));
            var mapped = await triple.MapAsync(inputs.Select(i => 1000 + i)).Select(r => r.Value).ToListAsync();
            await halt.PassAsync();
            return called.SequenceEqual(inputs.Select(i => 3 * i)) && mapped.SequenceEqual(inputs.Select(i => 3 * (i + 1000)));
        });

        Assert.True((await RunAsync(main, 20, halt, times)).Value);
        Assert.All(Enumerable.Range(0, 20 * (times + 1)), i => Assert.Equal((2, 2), (counts[i], counts[1000 + i])));
    }

    [Fact]
    public async Task What_was_cancelled_when_a_loop_was_left_is_no_result()
    {
        var halt = new Halt();
        var slow = Env.Task("slow", async (int x, CancellationToken cancellation) =>
        {
            if (x < 5 && counts.Add(x) == 1)
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            return x;
        });
        var main = Env.Task("main", async (int count) =>
        {
            var first = await slow.MapAsync(Enumerable.Range(0, count)).AsCompleted().FirstAsync();
            await halt.PassAsync();
            return first.IsSuccess;
        });

        Assert.True((await RunAsync(main, 10, halt)).Value);
    }
}
