namespace Flyte.Actors.Tests.Support;

/// <summary>Waits have a bound, so that what hangs fails.</summary>
internal static class Patience
{
    internal static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    internal static Task Soon(this Task task) => task.WaitAsync(Bound);

    internal static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Bound);

    internal static Task<T> Soon<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Bound);

    internal static Task Soon(this ValueTask task) => task.AsTask().WaitAsync(Bound);

    /// <summary>Ends when something is the case.</summary>
    internal static async Task UntilAsync(Func<bool> isReached)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (!isReached())
        {
            await Task.Yield();
            bound.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Asks a run how it is until it is as expected.</summary>
    internal static async Task<RunInfo> Until<T>(this RunHandle<T> run, Func<RunInfo, bool> isExpected)
    {
        RunInfo? info = null;
        using var bound = new CancellationTokenSource(Bound);
        try
        {
            while (true)
            {
                info = await run.GetInfoAsync(bound.Token);
                if (isExpected(info))
                {
                    return info;
                }

                await Task.Yield();
                bound.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException e) when (bound.IsCancellationRequested)
        {
            throw new TimeoutException($"The run has not come to what was expected of it: {info}", e);
        }
    }
}
