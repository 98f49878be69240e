using Flyte.Actors.Runs;
using Xunit;

namespace Flyte.Actors.Tests.Runs;

public sealed class OutcomeTests
{
    private static readonly RunSpec Spec = new() { Id = new RunId("run"), Task = "t.t", Concurrency = 1 };

    [Fact]
    public void Without_a_failure_a_run_succeeds() => Assert.Equal((RunPhase.Succeeded, null), new Outcome(Spec).End(3));

    [Fact]
    public void With_failures_in_their_slots_it_fails_without_an_error_of_its_own()
    {
        var outcome = new Outcome(Spec);
        outcome.Fail(Pages.Error(1));

        Assert.False(outcome.StopIfHopeless(3));
        Assert.Equal((RunPhase.Failed, null), outcome.End(3));
    }

    [Fact]
    public void A_run_of_one_item_ends_as_the_item_did()
    {
        var outcome = new Outcome(Spec);
        outcome.Fail(LedgerTest.Aborted);

        Assert.Equal(RunPhase.Aborted, outcome.End(1).Phase);
    }

    [Fact]
    public void With_fail_fast_the_error_is_the_one_of_the_lowest_index_that_is_known_at_the_end()
    {
        var outcome = new Outcome(Spec with { FailFast = true });
        outcome.Fail(Pages.Error(5));
        Assert.True(outcome.StopIfHopeless(null));
        Assert.False(outcome.StopIfHopeless(null));
        outcome.Fail(Pages.Error(2));

        Assert.Equal(2, outcome.End(9).Error!.Index);
    }

    [Theory]
    [InlineData(2, null, null, 2, 10, false)]
    [InlineData(2, null, null, 3, null, true)]
    [InlineData(null, 8, null, 3, 10, true)]
    [InlineData(null, 7, null, 3, 10, false)]
    [InlineData(null, 8, null, 3, null, false)]
    [InlineData(null, null, 0.75, 2, 10, false)]
    [InlineData(null, null, 0.75, 3, 10, true)]
    [InlineData(null, 1, 1.0, 3, 10, false)]
    public void It_stops_when_it_can_no_longer_reach_its_target(int? most, int? least, double? share, int failures, int? total, bool stops)
    {
        var tolerance = new Tolerance { MaxFailures = most, MinSuccesses = least, MinSuccessRatio = share };
        var outcome = new Outcome(Spec with { Options = new TaskOptions { Tolerance = tolerance } });
        for (var index = 0; index < failures; index++)
        {
            outcome.Fail(Pages.Error(index));
        }

        Assert.Equal(stops, outcome.StopIfHopeless(total));
        Assert.Equal(stops ? ErrorCodes.ToleranceExceeded : null, outcome.Stop?.Code);
        Assert.Equal(stops ? RunPhase.Failed : RunPhase.Succeeded, outcome.End(total ?? 10).Phase);
    }

    [Fact]
    public void The_error_of_a_run_that_tolerates_no_more_says_how_many_and_which_was_the_first()
    {
        var outcome = new Outcome(Spec with { Options = new TaskOptions { Tolerance = new Tolerance { MaxFailures = 0 } } });
        outcome.Fail(Pages.Error(4));
        outcome.StopIfHopeless(null);

        Assert.StartsWith("1 item of t.t failed, more than MaxFailures = 0 allows; the first: item 4", outcome.Stop!.Message, StringComparison.Ordinal);
        Assert.Equal(4, outcome.Stop.Cause!.Index);
    }

    [Fact]
    public void An_abort_is_stronger_than_the_failures()
    {
        var outcome = new Outcome(Spec);
        outcome.Fail(Pages.Error(0));
        outcome.Abort(LedgerTest.Aborted, isAborted: true);
        outcome.CloseInputs(Pages.Error(0));

        Assert.Equal((RunPhase.Aborted, LedgerTest.Aborted), outcome.End(2));
    }
}
