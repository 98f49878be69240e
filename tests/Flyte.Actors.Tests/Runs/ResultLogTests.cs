using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

public sealed class ResultLogTests
{
    [Fact]
    public void In_order_nothing_is_shown_behind_a_result_that_is_missing()
    {
        var log = new ResultLog(only: null);
        log.Add(Pages.Values(2, 2));
        Assert.Equal((0, 2), (log.End(ReadOrder.Inputs), log.End(ReadOrder.Completed)));

        log.Add(Pages.Values(0, 2));

        Assert.Equal([0, 1, 2, 3], Read(log, ReadOrder.Inputs, 0, 10));
        Assert.Equal([2, 3, 0, 1], Read(log, ReadOrder.Completed, 0, 10));
    }

    [Fact]
    public void A_log_is_read_from_any_position_in_parts_of_any_size()
    {
        var log = new SegmentLog();
        for (var first = 0; first < 300; first += 3)
        {
            log.Append(Pages.Values(first, 3));
        }

        for (var from = 0; from <= 300; from += 7)
        {
            for (var max = 1; max < 20; max += 5)
            {
                var segments = new List<ResultSegment>();
                Assert.Equal(Math.Min(300, from + max), log.Read(from, max, segments));
                Assert.Equal(Enumerable.Range(from, Math.Min(max, 300 - from)), Indices(segments));
            }
        }
    }

    [Fact]
    public void Nothing_is_read_from_an_empty_log_or_behind_its_end()
    {
        var log = new SegmentLog();
        Assert.Equal(0, log.Read(0, 5, []));
        log.Append(Pages.Values(0, 3));

        var segments = new List<ResultSegment>();
        Assert.Equal((3, 9), (log.Read(3, 5, segments), log.Read(9, 5, segments)));
        Assert.Empty(segments);
    }

    [Fact]
    public void What_its_reader_has_passed_is_let_go_and_the_rest_stays_readable()
    {
        var log = new SegmentLog();
        for (var first = 0; first < 1000; first += 2)
        {
            log.Append(Pages.Values(first, 2));
        }

        log.Release(901);

        Assert.Equal((900, 1000, 50), (log.Start, log.End, log.All.Count()));
        var segments = new List<ResultSegment>();
        Assert.Equal(911, log.Read(901, 10, segments));
        Assert.Equal(Enumerable.Range(901, 10), Indices(segments));
        log.Release(1000);
        Assert.Equal((1000, 1000), (log.Start, log.End));
        log.Append(Pages.Values(1000, 1));
        Assert.Equal(1001, log.Read(1000, 10, segments));
    }

    [Theory]
    [InlineData(nameof(ReadOrder.Inputs))]
    [InlineData(nameof(ReadOrder.Completed))]
    public void Only_the_results_of_a_run_with_an_only_reader_are_let_go(string only)
    {
        var order = Enum.Parse<ReadOrder>(only);
        var (kept, released) = (new ResultLog(only: null), new ResultLog(order));
        foreach (var log in new[] { kept, released })
        {
            log.Add(Pages.Values(0, 2));
            log.Add(Pages.Values(2, 2));
            log.Release(2);
        }

        Assert.Equal([0, 1, 2, 3], Indices(kept.All));
        Assert.Equal([2, 3], Indices(released.All));
        Assert.Equal([2, 3], Read(released, order, 2, 10));
    }

    [Fact]
    public void Results_that_wait_for_an_earlier_one_are_held()
    {
        var log = new ResultLog(ReadOrder.Inputs);
        log.Add(Pages.Values(4, 1));
        log.Add(Pages.Values(0, 1));

        Assert.Equal([0, 4], Indices(log.All));
    }

    private static IEnumerable<int> Read(ResultLog log, ReadOrder order, int from, int max)
    {
        var segments = new List<ResultSegment>();
        log.Read(order, from, max, segments);
        return Indices(segments);
    }

    private static IEnumerable<int> Indices(IEnumerable<ResultSegment> segments) =>
        segments.SelectMany(s => Enumerable.Range(s.First, s.Count));
}
