using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands;

public sealed class RerunTests : IDisposable
{
    private readonly NodeStore store;
    private bool isMended;
    private int executions;

    public RerunTests()
    {
        var env = new TaskEnvironment("test");
        env.Task("half", (int x) =>
        {
            Interlocked.Increment(ref executions);
            return x % 2 == 0 || isMended ? x / 2 : throw new InvalidDataException($"{x} is odd");
        });
        store = new NodeStore(env);
    }

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task Rerun_runs_all_again_in_a_run_of_its_own()
    {
        await store.RunAsync("run", "half", "2", "4", "--id", "old", "--name", "night", "--label", "a=1");
        Assert.Equal(["1", "2"], await store.LinesAsync("rerun", "old", "--id", "new"));
        Assert.Equal(4, executions);
        var run = await store.ShowAsync("new");
        Assert.Equal("old", run.GetProperty("rerunOf").GetString());
        Assert.Equal("night", run.GetProperty("name").GetString());
        Assert.Equal("""{"a":"1"}""", run.GetProperty("labels").GetRawText());
    }

    [Fact]
    public async Task Recover_runs_only_what_did_not_succeed()
    {
        Assert.Equal(ExitCode.Failed, (await store.RunAsync("run", "half", "2", "3", "4", "--id", "old")).Code);
        isMended = true;
        var (code, console) = await store.RunAsync("recover", "old", "--id", "new", "--name", "mended", "--label", "b=2");
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(["1", "1", "2"], console.OutLines);
        Assert.Contains("run new takes over what succeeded in old", console.Error, StringComparison.Ordinal);
        Assert.Contains("1 succeeded, 2 recovered", console.Error, StringComparison.Ordinal);
        Assert.Equal(4, executions);
        Assert.Equal(2, await store.CountAsync("new", "recovered"));
        Assert.Equal("""{"b":"2"}""", (await store.ShowAsync("new")).GetProperty("labels").GetRawText());
    }

    [Fact]
    public async Task Items_can_be_forced_and_given_other_inputs()
    {
        await store.RunAsync("run", "half", "2", "3", "4", "6", "--id", "old");
        Assert.Equal(["1", "5", "2", "3"], await store.LinesAsync("recover", "old", "--force", "2-3", "--input", "1=10", "--id", "new"));
        Assert.Equal(4 + 3, executions);
    }

    [Theory]
    [InlineData("--force 'x': 'x' is no item of the run.\nIts items are 0 to 1.", "recover", "old", "--force", "x")]
    [InlineData("--force '1-2': '2' is no item of the run.", "recover", "old", "--force", "1-2")]
    [InlineData("--input '2=1': '2' is no item of the run.", "rerun", "old", "--input", "2=1")]
    [InlineData("--input '1' gives item 1 no JSON.", "rerun", "old", "--input", "1")]
    [InlineData("--input '1=x' gives item 1 no JSON.", "rerun", "old", "--input", "1=x")]
    [InlineData("--input is given twice for item 1.", "rerun", "old", "--input", "1=2", "--input", "1=3")]
    [InlineData("There is no run 'none' in the store ", "rerun", "none")]
    [InlineData("'a b' is no run id", "rerun", "old", "--id", "a b")]
    [InlineData("There is a run 'old' with other content", "rerun", "old", "--id", "old")]
    public async Task What_cannot_be_run_again_is_refused(string expected, params string[] command)
    {
        await store.RunAsync("run", "half", "2", "4", "--id", "old");
        var (code, console) = await store.RunAsync(command);
        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith($"error: {expected}", console.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Empty(console.Out);
    }
}
