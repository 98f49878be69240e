using Flyte.Node.Commands;
using Flyte.Node.Configuration;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Configuration;

public sealed class TaskSettingsTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly OwnVariables variables = new();

    private TestConsole Console => new() { Directory = directory.Path, SettingPrefix = variables.Prefix };

    public void Dispose()
    {
        directory.Dispose();
        variables.Dispose();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "node": null }""")]
    [InlineData("""{ "node": { "tasks": [] } }""")]
    [InlineData("""{ "node": { "tasks": null } }""")]
    public void By_default_there_are_none(string json) => Assert.Empty(Read(json));

    [Fact]
    public void Paths_of_the_file_are_relative_to_it_and_in_its_order()
    {
        var names = Enumerable.Range(0, 12).Select(i => $"with space {i}").ToArray();
        Assert.Equal(
            names.Select(name => Path.Combine(directory.Path, "config", name)),
            Read($$"""{ "node": { "tasks": [{{string.Join(", ", names.Select(name => $"\"{name}\""))}}] } }"""));
    }

    [Fact]
    public void A_variable_goes_before_the_file_and_is_relative_to_the_current_directory()
    {
        variables.Set("NODE__TASKS", "own.dll");
        Assert.Equal([Path.Combine(directory.Path, "own.dll")], Read("""{ "node": { "tasks": ["/a.dll", "/b.dll"] } }"""));
    }

    [Fact]
    public void A_variable_replaces_an_entry()
    {
        variables.Set("NODE__TASKS__1", "/own.dll");
        Assert.Equal(["/a.dll", "/own.dll"], Read("""{ "node": { "tasks": ["/a.dll", "/b.dll"] } }"""));
    }

    [Theory]
    [InlineData("sets node:tasks:0 to '', which is no path.", """{ "node": { "tasks": [""] } }""")]
    [InlineData("sets node:task to 'a.dll', and there is no such setting.", """{ "node": { "task": "a.dll" } }""")]
    [InlineData("sets node:tasks:a to 'b.dll', and there is no such setting.", """{ "node": { "tasks": { "a": "b.dll" } } }""")]
    public void What_is_no_path_is_refused(string expected, string json)
    {
        var error = Assert.Throws<UsageException>(() => Read(json));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("node:tasks", $"{error.Remedy} {error.Message}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_goes_before_the_settings()
    {
        directory.Write("node.json", """{ "node": { "tasks": ["of-file.dll"] } }""");
        Assert.Contains("of-file.dll' is not there", await ErrorAsync("tasks", "--config", "node.json"), StringComparison.Ordinal);
        Assert.Contains("of-line.dll' is not there", await ErrorAsync("tasks", "--config", "node.json", "--tasks", "of-line.dll"), StringComparison.Ordinal);
    }

    private IEnumerable<string> Read(string json)
    {
        directory.Write("config/node.json", json);
        RuntimeSettings.Read("config/node.json", Console.Open());
        return TaskSettings.Read("config/node.json", Console.Open()).Select(path => path.Path);
    }

    private async Task<string> ErrorAsync(params string[] command)
    {
        var console = Console;
        await using var runtime = new RuntimeSource([]);
        Assert.Equal(ExitCode.Usage, await NodeApp.RunAsync(command, console.Open(), runtime));
        return console.Error;
    }
}
