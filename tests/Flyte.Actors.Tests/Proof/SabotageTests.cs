using Flyte.Actors.Journal;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;
using Xunit;

namespace Flyte.Actors.Tests.Proof;

/// <summary>A fault that is built into the runtime's surroundings is found by the rule that it breaks: no rule is empty.</summary>
public sealed class SabotageTests : IDisposable
{
    private const string Plain = "2 0 2 0 0 0 -1 0 0 | s s s s | Start Add:0:2 Go:1 Add:2:2 Go:2 Tick Read:0:0:4 Look Crash:1";
    private const string Stopped = "1 0 2 0 0 0 -1 0 0 | s s s s | Start Add:0:4 Abort Go:4";

    private readonly ProofLane lane = new();

    internal static IReadOnlyDictionary<string, (string Rule, string Program, Sabotage Sabotage)> All { get; } = new Dictionary<string, (string, string, Sabotage)>(StringComparer.Ordinal)
    {
        ["a result is shown twice"] = ("once and in order", Plain, new() { Heard = a => a is ResultPage page ? page with { Segments = [.. page.Segments, .. page.Segments] } : a }),
        ["a body computes something else"] = ("the function's", Plain, new() { Wrong = 1 }),
        ["a run has more slots than it was given"] = ("not more than N", "2 0 2 0 0 0 -1 0 0 | s s s s s s s s | Start Add:0:8 Tick Tick Tick", new() { Told = m => m is StartRun start ? start with { Spec = start.Spec with { Concurrency = 8 } } : m }),
        ["the journal forgets which result it was"] = ("no change", Plain, new() { Stored = batch => Change(batch, e => e is ItemsFinished { Results: var r } ? new ItemsFinished(Other(r)) : e) }),
        ["the journal says that it has recorded what it has not"] = ("recorded first", "2 0 2 0 0 0 -1 0 0 | s s | Start Add:0:2 Fault:2:6 Go:1 Read:0:0:1", new()),
        ["a run ends twice"] = ("one end", Plain, new() { Stored = batch => batch with { Records = [.. batch.Records, .. batch.Records.Where(r => r.Event is RunEnded)] } }),
        ["a run that has succeeded says that it was aborted"] = ("the end is true", Plain, new() { Stored = batch => Change(batch, e => e is RunEnded end ? end with { Phase = RunPhase.Aborted } : e) }),
        ["a body begins twice"] = ("within the budget", Plain, new() { Doubled = 2 }),
        ["an item is run again more often than it may be"] = ("within the budget", "2 0 0 0 0 0 -1 0 0 | fff | Start Add:0:1 Go:3", new() { Told = m => m is AddItems { Page: InputPage<int> page } add ? add with { Page = Again(page) } : m }),
        ["an abort is answered and not done"] = ("nothing after the end", Stopped, new() { Told = m => m is AbortRun ? null : m }),
        ["inputs are accepted that are not there"] = ("what is accepted stays", Plain, new() { Heard = a => a is ItemsAccepted { Next: 2 } accepted ? accepted with { Next = 9 } : a }),
        ["a run that is removed stays"] = ("removed", Plain, new() { Told = m => m is PurgeRun ? null : m }),
        ["a run is told nothing"] = ("it ends", "2 0 2 0 0 0 -1 0 0 | s | Start", new() { Told = m => m is StartRun or AddItems ? null : m }),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_rule_finds_it(string name)
    {
        var (rule, program, sabotage) = All[name];

        var history = lane.Run(RunProgram.Parse(program), sabotage);

        Assert.NotNull(SafetyRules.Of(rule).Check(history));
        Assert.NotNull(history.Fault);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_it_all_rules_hold(string name)
    {
        var program = RunProgram.Parse(All[name].Program.Replace("Fault:2:6", "", StringComparison.Ordinal));

        Assert.Null(lane.Run(program).Fault);
    }

    [Fact]
    public void Each_rule_has_a_fault_that_it_finds() => Assert.Equal(SafetyRules.All.Select(rule => rule.Name).Order(), All.Values.Select(found => found.Rule).Distinct().Order());

    [Fact]
    public void A_failing_program_is_cut_to_what_it_takes()
    {
        var (_, _, sabotage) = All["a body computes something else"];
        var program = RandomProgram.Draw(4) with { Shape = new RunShape(), Items = ["s", "s", "fs", "s"] };
        Assert.NotNull(lane.Run(program, sabotage).Fault);

        var shrunk = new ProgramShrinker(candidate => lane.Run(candidate, sabotage).Fault is not null).Shrink(program);

        // The end of a program starts its run, adds its inputs and reads its results.
        Assert.Empty(shrunk.Steps);
        Assert.Equal(["s", "s"], shrunk.Items);
    }

    public void Dispose() => lane.Dispose();

    private static JournalBatch Change(JournalBatch batch, Func<RunEvent, RunEvent> change) =>
        batch with { Records = [.. batch.Records.Select(record => record with { Event = change(record.Event) })] };

    private static EncodedSegment Other(ResultSegment results) =>
        new(results.First, results.Count, new PayloadBlock(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Enumerable.Repeat(0, results.Count)), results.Count), errors: null);

    private static InputPage Again(InputPage<int> page) =>
        new InputPage<int>(page.Task, page.Options with { Retries = 3 }, page.Items, page.Start, page.Count).Encode(PayloadLimits.None)[0];
}
