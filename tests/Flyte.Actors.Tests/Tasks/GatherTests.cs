using Xunit;

namespace Flyte.Actors.Tests.Tasks;

/// <summary>A gather that returns results instead of throwing.</summary>
public sealed class GatherTests
{
    [Fact]
    public async Task Any_task_can_be_gathered()
    {
        var results = await Gather.ResultsAsync([
            Task.FromResult(1), Task.FromException<int>(new FormatException("No.")), Task.FromCanceled<int>(new CancellationToken(canceled: true))]);

        Assert.Equal([true, false, false], results.Select(r => r.IsSuccess));
        Assert.Equal([null, "FormatException", "TaskCanceledException"], results.Select(r => r.Error?.Code));
        Assert.Equal([0, 1, 2], results.Select(r => r.Index));
    }

    [Fact]
    public async Task Nothing_gathered_is_an_empty_result() => Assert.Empty(await Gather.ResultsAsync(Array.Empty<Task<int>>()));

    [Fact]
    public Task Null_is_refused() => Assert.ThrowsAsync<ArgumentNullException>("tasks", () => Gather.ResultsAsync<int>(null!));
}
