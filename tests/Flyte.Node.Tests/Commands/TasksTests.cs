using System.Text.Json;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands;

[Collection(RuntimeTests.Name)]
public sealed class TasksTests(RuntimeFixture runtime)
{
    [Fact]
    public async Task A_machine_gets_an_object_a_line()
    {
        var (code, console) = await runtime.RunAsync("tasks", "--json");
        var tasks = console.OutLines.Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(task => task.GetProperty("name").GetString()!);

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(("(int, int)", "int"), (tasks["test.add"].GetProperty("input").GetString(), tasks["test.add"].GetProperty("output").GetString()));
        Assert.Equal(tasks.Keys.Order(StringComparer.Ordinal), tasks.Keys);
    }
}
