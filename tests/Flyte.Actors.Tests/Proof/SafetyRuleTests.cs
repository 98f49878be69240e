using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Runs;
using Xunit;

namespace Flyte.Actors.Tests.Proof;

/// <summary>Each rule refuses a history that breaks it, and holds of one that does not.</summary>
public sealed class SafetyRuleTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RunProgram Program = RunProgram.Parse("1 1 0 0 0 0 -1 0 0 | s fs | Start");
    private static readonly RunEvent Inputs = new ItemsAdded(0, Pages.Of(2), Now);
    private static readonly RunEvent Closed = new InputsClosed(Fault: null);
    private static readonly RunEvent End = new RunEnded(RunPhase.Succeeded, Error: null, Now);

    internal static IReadOnlyDictionary<string, (string Rule, Sight[] Sights)> Broken { get; } = new Dictionary<string, (string, Sight[])>(StringComparer.Ordinal)
    {
        ["a result in the wrong place"] = ("once and in order", [Page(1, Value(0))]),
        ["a result at two places"] = ("once and in order", [Page(0, ReadOrder.Completed, Value(1)), Page(1, ReadOrder.Completed, Value(1))]),
        ["an end before all results"] = ("once and in order", [Write(Inputs), new Shown(ReadOrder.Inputs, 0, [Value(0)], new(RunPhase.Succeeded, Error: null))]),
        ["another value"] = ("the function's", [Page(0, new Seen(0, 3))]),
        ["an error from nowhere"] = ("the function's", [Page(0, new Seen(0, 0, ErrorCodes.Aborted))]),
        ["two bodies at once"] = ("not more than N", [Begin(0), Begin(1, body: 1)]),
        ["a body too many after the size is smaller"] = ("not more than N", [new Resized(2, IsDone: false), new Resized(2, IsDone: true), Begin(0), new Ended(0), new Resized(1, IsDone: false), new Resized(1, IsDone: true), new Rested(), Begin(0, body: 1, attempt: 2), Begin(1, body: 2)]),
        ["a value that becomes another one"] = ("no change", [Page(0, Value(0)), Page(0, new Seen(0, 7))]),
        ["a result that is recorded twice"] = ("no change", [Write(Finish(0)), Write(Finish(0))]),
        ["a result that is shown too early"] = ("recorded first", [Page(0, Value(0)), Write(Finish(0))]),
        ["a start that is told too early"] = ("recorded first", [new Started()]),
        ["inputs that are accepted too early"] = ("recorded first", [Write(Inputs), new Accepted(3)]),
        ["an abort that is told too early"] = ("recorded first", [new Aborted()]),
        ["two ends"] = ("one end", [Write(End), Write(End)]),
        ["a result behind the end"] = ("one end", [Write(End), Write(Finish(0))]),
        ["an end that is shown as another one"] = ("one end", [Write(End), new Shown(ReadOrder.Inputs, 0, [], new(RunPhase.Failed, Error: null))]),
        ["an end with an item open"] = ("the end is true", [Write(Inputs, Finish(0), Closed, End)]),
        ["an end that is too good"] = ("the end is true", [Write(Inputs, Finish(0), new ItemsFinished(Pages.Failure(Pages.Error(1))), Closed, End)]),
        ["an attempt too many"] = ("within the budget", [Begin(1, attempt: 3)]),
        ["an attempt that is made twice"] = ("within the budget", [Begin(0), new Ended(0), Begin(0, body: 1)]),
        ["another item's input"] = ("within the budget", [new Began(0, Index: 0, Attempt: 1, Input: 3)]),
        ["a body after the abort"] = ("nothing after the end", [new Aborted(), Begin(0), new Rested()]),
        ["a body after the end"] = ("nothing after the end", [Write(End), Begin(0)]),
        ["a body of an aborted item"] = ("nothing after the end", [new ItemAborted(0), Begin(0)]),
        ["a body of an item that has ended"] = ("nothing after the end", [Write(Finish(0)), Begin(0)]),
        ["inputs that are gone"] = ("what is accepted stays", [new Accepted(2), new Accepted(1)]),
        ["a run that is gone"] = ("what is accepted stays", [new Started(), new Refused("NotFound", "")]),
        ["a run that crashes"] = ("what is accepted stays", [new Refused("Crashed", "")]),
        ["a run that is not all removed"] = ("removed", [new Purged(1)]),
        ["a run that does not end"] = ("it ends", [new Over(HasEnded: false)]),
    };

    public static TheoryData<string> Names => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_history_that_breaks_a_rule_is_refused(string name)
    {
        var (rule, sights) = Broken[name];
        Assert.NotNull(SafetyRules.Of(rule).Check(Of(sights)));
    }

    [Fact]
    public void Each_rule_can_be_broken() =>
        Assert.Equal(SafetyRules.All.Select(rule => rule.Name).Order(), Broken.Values.Select(broken => broken.Rule).Distinct().Order());

    [Fact]
    public void A_history_that_is_right_is_not_refused() => Assert.Null(Of(
    [
        Write(new RunStarted(new RunSpec { Id = new RunId("run"), Concurrency = 1 }, Now)),
        new Started(), Write(Inputs, Closed), new Accepted(2), new Rested(),
        Begin(0), new Ended(0), Begin(1, body: 1), new Ended(1), Write(Finish(0)), Page(0, Value(0)),
        Begin(1, body: 2, attempt: 2), new Died(), Begin(1, body: 3, attempt: 2), new Ended(3), Write(Finish(1), End),
        new Shown(ReadOrder.Inputs, 0, [Value(0), Value(1)], new(RunPhase.Succeeded, Error: null)), new Purged(0), new Over(HasEnded: true),
    ]).Fault);

    private static History Of(IEnumerable<Sight> sights)
    {
        var history = new History(Program);
        sights.ToList().ForEach(history.Add);
        return history;
    }

    private static Recorded Write(params RunEvent[] events) => new(events);

    private static ItemsFinished Finish(int index) => new(Pages.Values(index, 1));

    private static Began Begin(int index, int body = 0, int attempt = 1) => new(body, index, attempt, RunProgram.InputOf(index));

    private static Seen Value(int index) => new(index, RunProgram.ValueOf(RunProgram.InputOf(index)));

    private static Shown Page(int from, params Seen[] results) => new(ReadOrder.Inputs, from, results, End: null);

    private static Shown Page(int from, ReadOrder order, params Seen[] results) => new(order, from, results, End: null);
}
