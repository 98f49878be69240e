using System.Text.RegularExpressions;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Readme;

/// <summary>The tasks from outside of the page.</summary>
public sealed class ReadmeTasksTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task The_example_is_run_as_the_page_says()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // It is for a POSIX shell.
        }

        var session = Assert.Single(ReadmePage.Blocks, block => block is { Section: "Tasks of your own", Language: "sh" });
        var path = Regex.Match(session.Text, "(?<=\ntasks=)\\S+", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)).Value;
        Assert.Equal(Path.GetFileName(ExampleTasks.File), Path.GetFileName(path));

        var printed = await ReadmeShell.RunAsync(session.Text.Replace(path, ExampleTasks.File, StringComparison.Ordinal), ReadmePage.Root, directory.Path);

        ReadmeOutput.AssertShows(session.Output!, printed);
    }
}
