using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Commands;

/// <summary>A store that cannot be used: a message, exit code 2, and nothing changed.</summary>
public sealed class StoreProblemTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("run", "ping")]
    [InlineData("runs")]
    public async Task What_is_no_database_is_left_alone(params string[] command)
    {
        var file = directory.Write("notes.txt", "not a database, but somebody's notes, and long enough to be taken for something else");
        await RefuseAsync($"error: The store cannot be opened: '{file}' is not a SQLite database. Nothing in it was changed", [.. command, "--store", "notes.txt"]);
        Assert.Equal("not a database, but somebody's notes, and long enough to be taken for something else", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_store_that_another_process_uses_is_said()
    {
        var file = Path.Combine(directory.Path, "used.db");
        await using var other = await FlyteRuntime.StartAsync(new FlyteOptions { Store = FlyteStore.Sqlite(file) }, TestTasks.Create());
        await RefuseAsync($"error: The store '{file}' is used by another process", "runs", "--store", "used.db");
        await RefuseAsync($"error: The store '{file}' is used by another process", "run", "ping", "--store", "used.db");
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_not_made_to_be_looked_at()
    {
        await RefuseAsync($"error: There is no store '{Path.Combine(directory.Path, "none.db")}': nothing was recorded there yet.", "runs", "--store", "none.db");
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task A_database_server_that_is_not_there_is_said_without_the_password() =>
        await RefuseAsync("error: The store postgresql://me@127.0.0.1:1/x cannot be reached: ", "run", "ping", "--store", "postgresql://me:secret@127.0.0.1:1/x");

    private async Task RefuseAsync(string expected, params string[] command)
    {
        var console = new TestConsole { Directory = directory.Path };
        await using var runtime = new RuntimeSource([TestTasks.Create()]);
        Assert.Equal(ExitCode.Usage, await NodeApp.RunAsync(command, console.Open(), runtime));
        Assert.StartsWith(expected, console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", console.Error, StringComparison.Ordinal);
        Assert.Empty(console.Out);
    }
}
