using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Protocol;

/// <summary>Results are pulled: in order or as they were recorded, from any position, as often as the reader likes.</summary>
public sealed class ReadResultsTests : RuntimeTest
{
    private readonly SemaphoreSlim first = new(0);
    private readonly FlyteTask<int, int> square;
    private readonly FlyteTask<int, int> firstIsLast;

    public ReadResultsTests()
    {
        square = Env.Task("square", (int n) => n * n);
        firstIsLast = Env.Task("first_is_last", async (int n) =>
        {
            if (n == 0)
            {
                await first.WaitAsync(Limit);
            }

            return n;
        });
    }

    [Fact]
    public async Task Results_come_in_the_order_of_the_inputs_whatever_order_they_finish_in()
    {
        var (id, _) = await RunAsync(Spec(firstIsLast), firstIsLast, 0, 1, 2, 3);
        var completed = await ReadOneAsync(id, ReadOrder.Completed, 0, max: 1);
        Assert.NotEqual(0, completed);
        first.Release();

        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal([0, 1, 2, 3], results.Select(r => r.Value));
        Assert.Equal([0, 1, 2, 3], results.Select(r => r.Index));
    }

    [Fact]
    public async Task As_completed_a_result_comes_when_it_is_recorded_and_does_not_wait_for_a_slow_neighbour()
    {
        var (id, _) = await RunAsync(Spec(firstIsLast), firstIsLast, 0, 1, 2, 3);
        var early = new List<int>();
        for (var from = 0; from < 3; from++)
        {
            early.Add(await ReadOneAsync(id, ReadOrder.Completed, from, max: 1));
        }

        first.Release();
        var (results, _) = await ReadAsync<int>(id, ReadOrder.Completed);

        Assert.Equal([1, 2, 3], early.Order());
        Assert.Equal([.. early, 0], results.Select(r => r.Index));
    }

    [Fact]
    public async Task A_read_may_be_repeated_and_begin_anywhere()
    {
        var (id, _) = await RunAsync(Spec(square), square, [.. Enumerable.Range(0, 20)]);
        await EndAsync(id);

        for (var times = 0; times < 2; times++)
        {
            var page = await AskAsync<ResultPage>(new ReadResults(id, ReadOrder.Inputs, 7, 5, 0));
            Assert.Equal([49, 64, 81, 100, 121], page.Segments.SelectMany(Items<int>).Select(r => r.Value));
            Assert.Equal((7, 12, null), (page.From, page.Next, page.End));
        }
    }

    [Theory]
    [InlineData(nameof(ReadOrder.Inputs), 1)]
    [InlineData(nameof(ReadOrder.Inputs), 7)]
    [InlineData(nameof(ReadOrder.Completed), 3)]
    public async Task Pages_of_any_size_give_every_result_once(string order, int max)
    {
        var (id, _) = await RunAsync(Spec(square), square, [.. Enumerable.Range(0, 100)]);

        var (results, end) = await ReadAsync<int>(id, Enum.Parse<ReadOrder>(order), max);

        Assert.Equal(Enumerable.Range(0, 100), results.Select(r => r.Index).Order());
        Assert.All(results, r => Assert.Equal(r.Index * r.Index, r.Value));
        Assert.Equal(new RunEnd(RunPhase.Succeeded, null), end);
    }

    [Fact]
    public async Task A_read_before_there_is_a_result_is_answered_when_there_is_one()
    {
        var spec = Spec(square);
        await StartAsync(spec);
        Region.Tell(new ReadResults(spec.Id, ReadOrder.Inputs, 0, 10, 0), TestActor);
        Region.Tell(new ReadResults(spec.Id, ReadOrder.Inputs, 0, 10, 0), TestActor);
        await GetBesideAsync(spec.Id);

        Region.Tell(new AddItems(spec.Id, 0, Page(square, 3), IsLast: false), Feeder);
        var page = await ExpectMsgAsync<ResultPage>(Limit);

        Assert.Equal(9, page.Segments.SelectMany(Items<int>).Single().Value);
        Assert.Null(page.End);
        Assert.Equal(1, (await GetAsync(spec.Id)).Items.Succeeded);
    }

    [Fact]
    public async Task A_read_behind_the_last_result_is_answered_with_the_end()
    {
        var spec = Spec(square);
        await StartAsync(spec);
        Region.Tell(new ReadResults(spec.Id, ReadOrder.Inputs, 2, 10, 0), TestActor);
        Region.Tell(new AddItems(spec.Id, 0, Page(square, 3, 4), IsLast: true), Feeder);

        var page = await ExpectMsgAsync<ResultPage>(Limit);

        Assert.Equal((2, 2, RunPhase.Succeeded), (page.From, page.Next, page.End!.Phase));
        Assert.Empty(page.Segments);
    }

    [Fact]
    public async Task An_empty_run_has_no_results_and_succeeds()
    {
        var spec = Spec(square);
        await StartAsync(spec);
        Region.Tell(new AddItems(spec.Id, 0, null, IsLast: true), Feeder);

        var (results, end) = await ReadAsync<int>(spec.Id);

        Assert.Empty(results);
        Assert.Equal(RunPhase.Succeeded, end.Phase);
    }

    [Fact]
    public async Task A_fail_fast_run_shows_its_failure_before_what_is_behind_a_slow_item()
    {
        var task = Env.Task("second_fails", async (int n, CancellationToken cancelled) =>
        {
            if (n == 1)
            {
                throw new FormatException("one");
            }

            await Task.Delay(Timeout.Infinite, cancelled);
            return n;
        });
        var (id, _) = await RunAsync(Spec(task, concurrency: 2) with { FailFast = true }, task, [.. Enumerable.Range(0, 20)]);

        var page = await AskAsync<ResultPage>(new ReadResults(id, ReadOrder.Inputs, 0, 10, 0));

        Assert.Equal((RunPhase.Failed, "one", 1), (page.End!.Phase, page.End.Error!.Message, page.End.Error.Index));
        Assert.Equal(20, (await GetAsync(id)).Items.Done);
    }

    [Fact]
    public async Task Two_readers_do_not_take_results_from_one_another()
    {
        var (id, _) = await RunAsync(Spec(square), square, 1, 2, 3);
        var other = CreateTestProbe();
        Region.Tell(new ReadResults(id, ReadOrder.Completed, 0, 1, 0), other);

        var (results, _) = await ReadAsync<int>(id);

        Assert.Equal(3, results.Count);
        Assert.Equal(1, (await other.ExpectMsgAsync<ResultPage>(Limit)).Next);
    }

    private async Task<int> ReadOneAsync(RunId id, ReadOrder order, int from, int max) =>
        (await AskAsync<ResultPage>(new ReadResults(id, order, from, max, 0))).Segments.SelectMany(Items<int>).Single().Index;

    // Asked by an own probe: the run has then seen all that was sent before.
    private async Task GetBesideAsync(RunId id)
    {
        var probe = CreateTestProbe();
        Region.Tell(new GetRun(id), probe);
        await probe.ExpectMsgAsync<RunStatus>(Limit);
    }
}
