using Flyte.Actors.Tasks;

namespace Flyte.Actors;

/// <summary>Flyte's <c>asyncio.gather(…, return_exceptions=True)</c>.</summary>
public static class Gather
{
    /// <summary>Waits for all tasks and returns what each came to, in their order; throws for none of them.</summary>
    /// <param name="tasks">Usually calls, such as <c>items.Select(i =&gt; process.CallAsync(i))</c>; other tasks do as well.</param>
    /// <returns>A result for each task; its index is the task's position, also where the error names another one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tasks"/> is null.</exception>
    public static async Task<ItemResult<T>[]> ResultsAsync<T>(IEnumerable<Task<T>> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var all = tasks.ToArray();
        await ((Task)Task.WhenAll(all)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return [.. all.Select((task, index) => task.IsCompletedSuccessfully
            ? new ItemResult<T>(index, task.Result)
            : new ItemResult<T>(index, Errors.Of(task.Exception?.InnerException ?? new TaskCanceledException(task))))];
    }
}
