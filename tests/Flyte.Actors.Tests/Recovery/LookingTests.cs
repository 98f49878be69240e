using Flyte.Actors.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>The list of runs, in a process that only looks at them.</summary>
public sealed class LookingTests : DurableTest
{
    private FlyteOptions OnlyLooks => Options with { ResumesRuns = false };

    [Fact]
    public async Task What_ended_last_is_listed_as_it_ended()
    {
        var square = Env.Task("square", (int x) => x * x);
        await using (var flyte = await StartAsync())
        {
            await (await flyte.SubmitAsync(square.MapAsync([1, 2]), new RunOptions { Id = "squares" }).Soon()).WaitAsync().Soon();
        }

        await using var next = await StartAsync(OnlyLooks);
        Assert.Equal(("squares", RunPhase.Succeeded, 2), Shown(Assert.Single(await next.ListRunsAsync().Soon())));
    }

    [Fact]
    public async Task What_the_index_has_missed_is_read_from_the_journal_before_a_list_is_shown()
    {
        var square = Env.Task("square", (int x) => x * x);
        await using (var flyte = await StartAsync())
        {
            await (await flyte.SubmitAsync(square.MapAsync([1, 2]), new RunOptions { Id = "squares" }).Soon()).WaitAsync().Soon();
        }

        // As a process leaves it that is killed before the index is written.
        await using (var index = new SqliteConnection($"Data Source={System.IO.Path.ChangeExtension(Path, "index.db")};Pooling=false"))
        {
            await index.OpenAsync();
            await using var command = index.CreateCommand();
            command.CommandText = "DELETE FROM flyte_runs; DELETE FROM flyte_meta WHERE key = 'run-index-offset'";
            Assert.True(await command.ExecuteNonQueryAsync() > 0);
        }

        await using var next = await StartAsync(OnlyLooks);
        Assert.Equal(("squares", RunPhase.Succeeded, 2), Shown(Assert.Single(await next.ListRunsAsync(new RunQuery { Phase = RunPhase.Succeeded }).Soon())));
    }

    [Fact]
    public async Task What_is_unfinished_stands_still_and_is_listed()
    {
        var halted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var executions = 0;
        var halt = Env.Task("halt", async (int x, CancellationToken cancellation) =>
        {
            Interlocked.Increment(ref executions);
            halted.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return x;
        });
        await using (var flyte = await StartAsync())
        {
            await flyte.SubmitAsync(halt.MapAsync([1]), new RunOptions { Id = "halts" }).Soon();
            await halted.Task.Soon();
        }

        await using var next = await StartAsync(OnlyLooks);
        var listed = Assert.Single(await next.ListRunsAsync().Soon());
        Assert.Equal(("halts", RunPhase.Running), (listed.Id, listed.Phase));
        Assert.Contains("ResumesRuns", listed.Notice, StringComparison.Ordinal);
        Assert.Equal(1, executions);
    }

    [Fact]
    public async Task What_was_removed_last_is_not_listed()
    {
        var square = Env.Task("square", (int x) => x * x);
        await using (var flyte = await StartAsync())
        {
            var run = await flyte.SubmitAsync(square.MapAsync([1, 2]), new RunOptions { Id = "squares" }).Soon();
            await run.WaitAsync().Soon();
            await run.PurgeAsync().Soon();
            Assert.Empty(await flyte.ListRunsAsync().Soon());
        }

        await using var next = await StartAsync(OnlyLooks);
        Assert.Empty(await next.ListRunsAsync().Soon());
    }

    private static (string Id, RunPhase Phase, int Succeeded) Shown(RunInfo run) => (run.Id, run.Phase, run.Items.Succeeded);
}
