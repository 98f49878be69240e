using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>Outside a run a task is its plain function, and a map behaves as it does inside.</summary>
public sealed class OutsideRunTests
{
    private readonly TaskEnvironment env = new("outside");

    [Fact]
    public async Task A_call_throws_the_body_s_own_exception_and_retries_nothing()
    {
        var bodies = new Tally();
        var fail = env.Task("fail", int (int i) =>
        {
            bodies.Add();
            throw new FormatException($"No {i}.");
        }, o => o with { Retries = 5 });

        Assert.Equal("No 1.", Assert.Throws<FormatException>(() => fail.Call(1)).Message);
        Assert.Equal("No 2.", (await Assert.ThrowsAsync<FormatException>(() => fail.CallAsync(2).Soon())).Message);
        Assert.Equal(2, bodies.Count);
    }

    [Fact]
    public void A_call_runs_on_the_thread_of_its_caller()
    {
        var thread = env.Task("thread", () => Environment.CurrentManagedThreadId);

        Assert.Equal(Environment.CurrentManagedThreadId, thread.Call());
    }

    [Fact]
    public async Task The_token_of_a_call_reaches_the_body()
    {
        var wait = env.Task("wait", async (int i, CancellationToken cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return i;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.CallAsync(1, new CancellationToken(canceled: true)).Soon());
    }

    [Fact]
    public void Payloads_need_not_be_writable()
    {
        var self = env.Task("self", (Node node) => node);
        var node = new Node();
        node.Next = node;

        Assert.Same(node, self.Call(node));
    }

    [Fact]
    public async Task A_map_has_order_limit_errors_and_retries_as_in_a_run()
    {
        var inFlight = new InFlight();
        var item = env.Task("item", async (int i, TaskContext context) =>
        {
            using var body = inFlight.Enter();
            await Task.Yield();
            return i == 7 ? throw new FormatException("No.") : i;
        }, o => o with { Retries = 1 });

        var results = await item.MapAsync(Enumerable.Range(0, 50), concurrency: 3).ToListAsync().Soon();

        Assert.Equal(Enumerable.Range(0, 50), results.Select(r => r.Index));
        Assert.Equal((7, 2), (results.Single(r => !r.IsSuccess).Error!.Index, results[7].Error!.Attempts));
        Assert.InRange(inFlight.Most, 1, 3);
    }

    [Fact]
    public void A_synchronous_map_works_too()
    {
        var twice = env.Task("twice", (int i) => 2 * i);

        Assert.Equal([0, 2, 4], twice.Map([0, 1, 2]).Values());
        Assert.Equal([0, 2, 4], twice.Map([0, 1, 2]).AsCompleted().Select(r => r.Value).Order());
    }

    [Fact]
    public async Task A_task_that_maps_can_be_tested_as_its_plain_function()
    {
        var twice = env.Task("twice", (int i) => 2 * i);
        var sum = env.Task("sum", async (int[] items) => await twice.MapAsync(items).Values().SumAsync());
        var deep = env.Task("deep", (int[] items) => sum.Map([items, items]).Values().Sum());

        Assert.Equal(12, await sum.CallAsync([1, 2, 3]).Soon());
        Assert.Equal(24, deep.Call([1, 2, 3]));
    }

    [Fact]
    public async Task Environments_of_equal_names_do_not_meet_outside_a_run()
    {
        var (first, second) = (new TaskEnvironment("same").Task("task", (int i) => i), new TaskEnvironment("same").Task("task", (int i) => -i));

        Assert.Equal([1], await first.MapAsync([1]).Values().ToListAsync().Soon());
        Assert.Equal([-1], await second.MapAsync([1]).Values().ToListAsync().Soon());
    }

    private sealed class Node
    {
        public Node? Next { get; set; }
    }
}
