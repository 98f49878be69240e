using Flyte.Actors;
using Flyte.Node.Output;

namespace Flyte.Node.Tests.Output;

public sealed class ProgressTextTests
{
    private static readonly ItemCounts Midway = new(
        Total: 1060, Queued: 1035, Running: 8, Retrying: 0, Succeeded: 14, Failed: 1, Aborted: 0, TimedOut: 2, MoreToCome: false);

    [Fact]
    public void Done_running_failed_rate_and_time_left_are_told() =>
        Assert.Equal("17 of 1,060 done, 8 running, 3 failed, 104 items/s, 10 s left", ProgressText.Line(Midway, 104.3));

    [Fact]
    public void The_time_left_is_unknown_while_more_inputs_come() =>
        Assert.Equal("17 done of 1,060 so far, 8 running, 3 failed, 5.0 items/s, time left unknown", ProgressText.Line(Midway with { MoreToCome = true }, 5));

    [Fact]
    public void The_time_left_is_unknown_before_there_is_a_rate() =>
        Assert.Equal("17 of 1,060 done, 8 running, 3 failed, time left unknown", ProgressText.Line(Midway, 0));

    [Fact]
    public void Retries_are_told_when_there_are_any() =>
        Assert.Contains("3 failed, 4 waiting for a retry, ", ProgressText.Line(Midway with { Retrying = 4 }, 1), StringComparison.Ordinal);

    [Fact]
    public void Beside_a_bar_the_same_is_short()
    {
        Assert.Equal("17/1,060, 8 running, 3 failed, 104/s, 10 s left", ProgressText.Short(Midway, 104.3));
        Assert.Equal("17 so far, 8 running, 3 failed, 5.0/s, ? left", ProgressText.Short(Midway with { Total = 17, MoreToCome = true }, 5));
    }

    [Fact]
    public void The_summary_names_only_what_happened()
    {
        var run = new RunInfo
        {
            Id = "r",
            Task = "test.double",
            Phase = RunPhase.Failed,
            Concurrency = 1,
            Slots = 1,
            Items = new ItemCounts(10, 0, 0, 0, 7, 2, 1, 0, MoreToCome: false),
            StartedAt = DateTimeOffset.UnixEpoch,
            EndedAt = DateTimeOffset.UnixEpoch.AddSeconds(4),
        };
        Assert.Equal("test.double: 10 items in 4.0 s (2.5 items/s): 7 succeeded, 2 failed, 1 aborted", ProgressText.Summary(run, default));
        var one = run with { Items = new ItemCounts(1, 0, 0, 0, 1, 0, 0, 0, MoreToCome: false), EndedAt = null };
        Assert.Equal("test.double: 1 item in 0.0 s: 1 succeeded", ProgressText.Summary(one, one.StartedAt));
    }

    [Theory]
    [InlineData(-1, "0.0 s")]
    [InlineData(0.84, "0.8 s")]
    [InlineData(12.4, "12 s")]
    [InlineData(150, "2 min 30 s")]
    [InlineData(90_000, "25 h 00 min")]
    public void Durations_are_told_as_precisely_as_they_matter(double seconds, string expected) =>
        Assert.Equal(expected, ProgressText.Duration(TimeSpan.FromSeconds(seconds)));
}
