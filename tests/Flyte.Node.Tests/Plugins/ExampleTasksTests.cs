using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Plugins;

/// <summary>The example of an assembly with tasks, in real processes.</summary>
public sealed class ExampleTasksTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Its_tasks_are_listed_beside_those_of_the_program()
    {
        var (code, printed, _) = await NodeProcess.RunAsync(directory.Path, "tasks", "--tasks", ExampleTasks.File);

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("\ndocs.check ", printed, StringComparison.Ordinal);
        Assert.Contains("\ndocs.outline ", printed, StringComparison.Ordinal);
        Assert.Contains("\nwords.count ", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_them_is_reduced_by_another_one()
    {
        directory.Write("docs/a.md", "# A\n\n[b](b.md), [c](c.md#here)\nand [what?](./what.md)");
        directory.Write("docs/b.md", "[a](a.md) ![picture](pictures/b.png) <https://example.org/> [there](mailto:me@example.org) [below](#below)");
        directory.Write("docs/c.md", "nothing");

        var (code, printed, error) = await NodeProcess.RunInAsync(
            directory.Path, directory.Path, "run", "docs.check", "none.md", "--files", "docs/*.md", "--reduce", "docs.report", "--tasks", ExampleTasks.Directory);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal(["docs/a.md:4: ./what.md", "docs/b.md:1: pictures/b.png", "2 dead of 7 links in 3 documents"], printed.TrimEnd().Split('\n'));
        Assert.Contains("There is no file 'none.md'.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_name_it_too()
    {
        directory.Write("a.md", "# One\n\n## *Two* and `three`\n");
        var config = directory.Write("node.json", $$"""{ "node": { "tasks": ["{{Path.GetRelativePath(directory.Path, ExampleTasks.File)}}"] } }""");

        var (code, printed, error) = await NodeProcess.RunInAsync(directory.Path, directory.Path, "run", "docs.outline", "a.md", "--json", "--config", config);

        Assert.True(code == ExitCode.Done, error);
        Assert.Equal("""{"index":0,"value":[{"level":1,"text":"One"},{"level":2,"text":"Two and three"}]}""", printed.TrimEnd());
    }

    [Fact]
    public async Task A_run_that_was_left_goes_on_with_it()
    {
        directory.Write("a.md", "# One");
        var (_, _, first) = await NodeProcess.RunInAsync(directory.Path, directory.Path, "run", "docs.outline", "a.md", "b.md", "--id", "left", "--tasks", ExampleTasks.File);
        Assert.Contains("There is no file 'b.md'.", first, StringComparison.Ordinal);
        directory.Write("b.md", "# Two");

        var (refused, _, error) = await NodeProcess.RunInAsync(directory.Path, directory.Path, "recover", "left");
        Assert.Equal(ExitCode.Usage, refused);
        Assert.Contains("error: The run 'left' is one of task 'docs.outline', which this program does not have.\nGive its assembly by --tasks", error, StringComparison.Ordinal);
        var (code, printed, _) = await NodeProcess.RunInAsync(directory.Path, directory.Path, "recover", "left", "--tasks", ExampleTasks.File);

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal("""[{"level":1,"text":"One"}]""" + "\n" + """[{"level":1,"text":"Two"}]""", printed.TrimEnd());
    }

    [Fact]
    public async Task A_node_executes_them_for_others()
    {
        var document = directory.Write("a.md", "# One");
        using var node = new NodeProcess(directory.Path, "serve", "--port", "0", "--roles", "items", "--tasks", ExampleTasks.File);
        var address = (await node.LineAsync("node ")).Split(' ')[1];
        var env = new TaskEnvironment("docs");
        var outline = env.Task("outline", string[] (string _) => throw new InvalidOperationException("It runs elsewhere."));
        await using var client = await FlyteRuntime.StartAsync(
            new FlyteOptions { Cluster = new FlyteCluster { Port = 0, Roles = NodeRoles.None, SeedNodes = [address] } }, env);

        var results = await client.MapJson(outline.Name, [$"\"{document}\""]).ToListAsync();

        Assert.Equal("""[{"level":1,"text":"One"}]""", Assert.Single(results).Value.GetRawText());
    }
}
