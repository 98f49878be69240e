using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands;

/// <summary><c>run</c> on a store: what is left of it when it is interrupted, and how it goes on.</summary>
public sealed class RecordedRunTests : IDisposable
{
    private readonly HaltingTask halting = new();
    private readonly NodeStore store;

    public RecordedRunTests() => store = new NodeStore(halting.Environment, TestTasks.Create());

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task A_map_says_where_it_is_recorded_and_a_single_call_does_not()
    {
        var (_, map) = await store.RunAsync("run", "double", "1", "2", "--id", "map");
        Assert.Equal(["2", "4"], map.OutLines);
        Assert.Contains($"run map is recorded in {store.File}", map.Error, StringComparison.Ordinal);

        var (_, single) = await store.RunAsync("run", "double", "3");
        Assert.Equal(["6"], single.OutLines);
        Assert.Empty(single.Error);
    }

    [Fact]
    public async Task The_same_command_with_the_same_id_prints_what_is_recorded_and_runs_nothing()
    {
        string[] command = ["run", "step", "1", "2", "--id", "once"];
        await store.RunAsync(command);
        var (code, console) = await store.RunAsync(command);

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(["10", "20"], console.OutLines);
        Assert.Contains("run once has ended before: its results are read from ", console.Error, StringComparison.Ordinal);
        Assert.Equal(2, halting.Executions);
    }

    [Theory]
    [InlineData("The run 'once' is one of task test.double, not of halting.step.", "step", "1", "2")]
    [InlineData("The run 'once' has 2 recorded inputs, and here are 3.", "double", "1", "2", "3")]
    [InlineData("There is a run 'once' with other content", "double", "1", "2", "--concurrency", "7")]
    [InlineData("There is a run 'once' with other content", "double", "1", "3")]
    public async Task Another_run_is_not_taken_for_the_one_of_that_id(string expected, params string[] other)
    {
        await store.RunAsync("run", "double", "1", "2", "--id", "once");
        var (code, console) = await store.RunAsync(["run", .. other, "--id", "once"]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith($"error: {expected}", console.Error, StringComparison.Ordinal);
        Assert.Contains("Give this one another --id", console.Error, StringComparison.Ordinal);
        Assert.Empty(console.Out);
    }

    [Theory]
    [InlineData("a b", "error: 'a b' is no run id: use up to 128 ASCII letters")]
    [InlineData("a/0/calls", "error: 'a/0/calls' cannot be the id of a run: a '/' is only in those of runs that others have called.")]
    public async Task A_bad_id_is_refused(string id, string message)
    {
        var (code, console) = await store.RunAsync("run", "double", "1", "--id", id);
        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith(message, console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_leaves_the_run_and_says_how_it_goes_on()
    {
        var (code, console) = await halting.InterruptAsync(store, at: 2, "left", ["run", "step", "0", "1", "2", "3", "--concurrency", "1", "--id", "left"]);

        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Contains("interrupted: of run left, 2 of 4 items", console.Error, StringComparison.Ordinal);
        Assert.Contains("to end it: Flyte.Node abort left", console.Error, StringComparison.Ordinal);
        var command = console.Error.Split('\n').Single(line => line.StartsWith("to go on:  ", StringComparison.Ordinal))["to go on:  Flyte.Node ".Length..].TrimEnd();

        // The bodies of 0 and 1 do not run again; those of 2 and 3 do.
        var before = halting.Executions;
        Assert.Equal(["0", "10", "20", "30"], await store.LinesAsync(command.Split(' ')));
        Assert.Equal(before + 2, halting.Executions);
    }

    [Fact]
    public async Task What_was_not_recorded_of_the_inputs_is_given_again_by_the_same_command()
    {
        using var directory = new TempDirectory();
        var file = Path.Combine(directory.Path, "inputs.txt");
        File.WriteAllLines(file, ["0", .. Enumerable.Repeat("1", 500)]); // More than a run takes before its first item is done.
        string[] command = ["run", "step", "--lines", file, "--concurrency", "1", "--name", "it's", "--id", "much"];
        var (_, console) = await halting.InterruptAsync(store, at: 1, "much", command, isCut: true);
        var again = $"to go on:  Flyte.Node run step --lines {file} --concurrency 1 --name 'it'\\''s' --id much";
        Assert.Contains(again, console.Error, StringComparison.Ordinal);

        var (code, cut) = await store.RunAsync("resume", "much");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("warning: its other inputs were not recorded", cut.Error, StringComparison.Ordinal);
        Assert.Contains("Repeat the command that started it with --id much", cut.Error, StringComparison.Ordinal);

        var all = await store.LinesAsync(command);
        Assert.Equal(["0", .. Enumerable.Repeat("10", 500)], all);
    }

    [Fact]
    public async Task A_reduction_is_made_again_from_the_recorded_results()
    {
        string[] command = ["run", "double", "1", "2", "--reduce", "sum", "--id", "sum"];
        Assert.Equal(["6"], await store.LinesAsync(command));
        Assert.Equal(["6"], await store.LinesAsync(command));
        Assert.Single(await store.LinesAsync("runs", "--json"));
    }

    [Fact]
    public async Task Unfinished_runs_go_on_beside_another_and_are_named()
    {
        await halting.InterruptAsync(store, at: 0, "left", ["run", "step", "0", "--id", "left"]);
        halting.HaltsAt = 0;
        var (_, console) = await store.RunAsync("run", "double", "1", "--id", "other");
        Assert.Contains("beside it, unfinished runs of this store go on: left ('Flyte.Node abort ID' ends one)", console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_before_its_start_it_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var (code, _) = await store.RunAsync(new TestConsole { Store = store.Store, Interrupted = stop.Token }, "run", "step", "1");
        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Empty(await store.LinesAsync("runs"));
    }
}
