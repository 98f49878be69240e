using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>An error tells which item failed, of what, how often, where and why.</summary>
public sealed class ItemErrorTests
{
    private readonly TaskEnvironment env = new("errors");

    [Fact]
    public async Task An_error_names_item_input_attempts_task_kind_code_message_type_stack_and_node()
    {
        var parse = env.Task("parse", int (string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture), o => o with { Retries = 2 });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var results = await flyte.Map(parse.MapAsync(["1", "two"])).ToListAsync().Soon();

        Assert.Equal(1, results[0].Value);
        var error = results[1].Error!;
        Assert.Equal(1, results[1].Index);
        Assert.Equal(1, error.Index);
        Assert.Equal("\"two\"", error.Input);
        Assert.Equal(3, error.Attempts);
        Assert.Equal("errors.parse", error.Task);
        Assert.Equal(ErrorKind.User, error.Kind);
        Assert.Equal("FormatException", error.Code);
        Assert.Equal("System.FormatException", error.Type);
        Assert.Contains("two", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(ItemErrorTests), error.StackTrace, StringComparison.Ordinal);
        Assert.Equal(Environment.MachineName, error.Node);
        Assert.StartsWith("map-", error.RunId, StringComparison.Ordinal);
        Assert.True(error.IsRecoverable);
    }

    [Fact]
    public async Task Asynchronous_bodies_give_the_same_errors()
    {
        var fail = env.Task("fail", async Task<int> (int i) =>
        {
            await Task.Yield();
            throw new FormatException($"No {i}.");
        });
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var error = (await flyte.Map(fail.MapAsync([7])).ToListAsync().Soon())[0].Error!;

        Assert.Equal(("FormatException", "No 7.", "7", 1), (error.Code, error.Message, error.Input, error.Attempts));
    }

    [Fact]
    public async Task Each_of_many_cheap_items_has_its_own_error()
    {
        var odd = env.Task("odd", int (int i) => i % 3 == 1 ? throw new FormatException($"No {i}.") : i);
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var results = await flyte.Map(odd.MapAsync(Enumerable.Range(0, 9000), concurrency: 4)).ToListAsync().Soon();

        Assert.All(results, (result, i) => Assert.Equal(i, result.Index));
        Assert.All(results.Where(r => r.Index % 3 != 1), r => Assert.Equal(r.Index, r.Value));
        Assert.All(results.Where(r => r.Index % 3 == 1), r => Assert.Equal(
            (r.Index, $"{r.Index}", $"No {r.Index}."), (r.Error!.Index, r.Error.Input, r.Error.Message)));
    }

    [Fact]
    public async Task The_value_of_a_failed_item_throws_its_error()
    {
        var fail = env.Task("fail", int (int i) => throw new FormatException("No."));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var result = (await flyte.Map(fail.MapAsync([7])).ToListAsync().Soon())[0];

        Assert.False(result.IsSuccess);
        Assert.Equal(-1, result.ValueOr(-1));
        var thrown = Assert.Throws<TaskFailedException>(() => result.Value);
        Assert.Same(result.Error, thrown.Error);
        Assert.Equal("item 0 (7) of errors.fail, 1 attempt: FormatException: No.", thrown.Message);
    }

    [Fact]
    public async Task Code_that_sums_results_with_an_error_in_them_surfaces_the_error_of_the_child()
    {
        var fail = env.Task("fail", int (int i) => i < 2 ? i : throw new FormatException("No."));
        var main = env.Task("main", () => fail.Map([0, 1, 2]).Sum(r => r.Value));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var error = (await Assert.ThrowsAsync<TaskFailedException>(() => flyte.RunAsync(main).Soon())).Error;

        Assert.Equal(("errors.main", "FormatException"), (error.Task, error.Code));
        Assert.Equal("errors.fail, item 2: No.", error.Message);
        Assert.Equal(("errors.fail", 2, "2"), (error.Cause!.Task, error.Cause.Index, error.Cause.Input));
    }

    [Fact]
    public async Task An_exception_that_cannot_be_read_is_an_error_all_the_same()
    {
        var fail = env.Task("fail", int (int i) => throw new UnreadableException());
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var error = (await flyte.Map(fail.MapAsync([7])).ToListAsync().Soon())[0].Error!;

        Assert.Equal(nameof(UnreadableException), error.Code);
        Assert.Contains(nameof(UnreadableException), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_input_is_cut_in_the_error()
    {
        var fail = env.Task("fail", int (string text) => throw new FormatException("No."));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        var error = (await flyte.Map(fail.MapAsync([new string('x', 5000)])).ToListAsync().Soon())[0].Error!;

        Assert.Equal(1025, error.Input?.Length);
        Assert.EndsWith("…", error.Input, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrapper_around_one_exception_is_looked_through()
    {
        var fail = env.Task("fail", int (int i) => throw new AggregateException(new FormatException("No.")));
        await using var flyte = await FlyteRuntime.StartAsync(env);

        Assert.Equal("FormatException", (await flyte.Map(fail.MapAsync([7])).ToListAsync().Soon())[0].Error!.Code);
    }

    private sealed class UnreadableException : Exception
    {
        public override string Message => throw new InvalidOperationException("No message.");

        public override string? StackTrace => throw new InvalidOperationException("No stack.");
    }
}
