using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Client.Traces;

/// <summary>A task that goes on in another process finds the steps that it made.</summary>
public sealed class TraceRestartTests : TwoStoresTest
{
    private readonly Logbook steps = new();
    private bool isNext;

    [Fact]
    public async Task Steps_survive_a_restart_and_what_was_under_way_is_executed_again()
    {
        var main = Env.Task("main", async (int x, CancellationToken cancellation) =>
        {
            var first = await TaskContext.TraceAsync("first", x, i => Task.FromResult(i + Write("first").Length));
            var second = TaskContext.Trace("second", () => Write("second").Length);
            var third = await TaskContext.TraceAsync("third", async () =>
            {
                Write("third");
                await (isNext ? Task.CompletedTask : Task.Delay(Timeout.InfiniteTimeSpan, cancellation));
                return 100;
            });
            return first + second + third;
        });
        await using (var flyte = await StartAsync(Sqlite))
        {
            await flyte.SubmitAsync(main.MapAsync([1, 2]), new RunOptions { Id = "steps" }).Soon();
            await steps.HasLines(6);
        }

        Assert.Equal(["first", "first", "second", "second", "third", "third"], steps.Sorted);
        isNext = true;
        await using var next = await StartAsync(Sqlite);

        Assert.Equal([112, 113], await next.GetRun<int>("steps").ResultsAsync().Select(r => r.Value).ToListAsync().AsTask().Soon());
        Assert.Equal(["first", "first", "second", "second", "third", "third", "third", "third"], steps.Sorted);
    }

    [Fact]
    public async Task Failures_for_good_are_replayed_after_a_restart_and_others_executed_again()
    {
        var main = Env.Task("main", async (int x, CancellationToken cancellation) =>
        {
            var broken = TryStep(() => TaskContext.Trace<int>("broken", () => throw new NonRecoverableException(Write("broken"))));
            var shaky = TryStep(() => TaskContext.Trace("shaky", () => Write("shaky") is "shaky" && !isNext ? throw new FormatException("Not yet.") : x));
            Write("both");
            await (isNext ? Task.CompletedTask : Task.Delay(Timeout.InfiniteTimeSpan, cancellation));
            return $"{broken} {shaky}";
        });
        await using (var flyte = await StartAsync(Sqlite))
        {
            await flyte.SubmitAsync(main.MapAsync([5]), new RunOptions { Id = "failures" }).Soon();
            await steps.HasLines(3);
        }

        isNext = true;
        await using var next = await StartAsync(Sqlite);

        Assert.Equal("TaskFailedException 5", (await next.GetRun<string>("failures").ResultsAsync().ToListAsync().AsTask().Soon()).Single().Value);
        Assert.Equal(["broken", "shaky", "both", "shaky", "both"], steps.Lines);
    }

    [Fact]
    public async Task Steps_of_an_earlier_attempt_are_found_after_a_restart()
    {
        var main = Env.Task("main", async (int x, TaskContext context) =>
        {
            var step = TaskContext.Trace("step", x, i => i + Write("step").Length);
            var broken = TryStep(() => TaskContext.Trace<int>("broken", () => throw new NonRecoverableException(Write("broken"))));
            if (context.Attempt == 1)
            {
                throw new FormatException("Once more.");
            }

            Write("again");
            await (isNext ? Task.CompletedTask : Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken));
            return $"{step} {broken} {context.Attempt}";
        }, o => o with { Retries = 1 });
        await using (var flyte = await StartAsync(Sqlite))
        {
            await flyte.SubmitAsync(main.MapAsync([1]), new RunOptions { Id = "attempts" }).Soon();
            await steps.HasLines(3);
        }

        isNext = true;
        await using var next = await StartAsync(Sqlite);

        Assert.Equal("5 TaskFailedException 2", (await next.GetRun<string>("attempts").ResultsAsync().ToListAsync().AsTask().Soon()).Single().Value);
        Assert.Equal(["step", "broken", "again", "again"], steps.Lines);
    }

    private string Write(string line)
    {
        steps.Write(line);
        return line;
    }

    private static string TryStep(Func<int> step)
    {
        try
        {
            return $"{step()}";
        }
        catch (Exception e) when (e is FormatException or TaskFailedException)
        {
            return e.GetType().Name;
        }
    }
}
