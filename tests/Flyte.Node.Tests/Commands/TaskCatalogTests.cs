using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Runs;

namespace Flyte.Node.Tests.Commands;

public sealed class TaskCatalogTests
{
    private readonly TaskCatalog catalog = new(
        new[] { "a.read", "b.read", "b.write" }.ToDictionary(
            name => name, name => TaskShape.Of(new TaskInfo(name, typeof(int), typeof(int), TaskOptions.Default)), StringComparer.Ordinal));

    [Theory]
    [InlineData("b.read", "b.read")]
    [InlineData("write", "b.write")]
    public void A_task_is_found_by_its_full_name_or_by_its_function(string typed, string found) =>
        Assert.Equal(found, catalog.Find(typed).Name);

    [Fact]
    public void A_function_of_two_environments_is_ambiguous()
    {
        var error = Assert.Throws<UsageException>(() => catalog.Find("read"));
        Assert.Equal("'read' is the name of 2 tasks.", error.Message);
        Assert.Contains("a.read, b.read", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("b.wrote", "Did you mean 'b.write'?")]
    [InlineData("wirte", "Did you mean 'write'?")]
    [InlineData("something", "The tasks are: a.read, b.read, b.write.")]
    public void An_unknown_task_comes_with_a_suggestion_and_the_list(string typed, string remedy)
    {
        var error = Assert.Throws<UsageException>(() => catalog.Find(typed));
        Assert.Equal($"There is no task '{typed}'.", error.Message);
        Assert.StartsWith(remedy, error.Remedy, StringComparison.Ordinal);
        Assert.EndsWith("The tasks are: a.read, b.read, b.write.", error.Remedy, StringComparison.Ordinal);
    }
}
