namespace Flyte.Actors.Threads;

/// <summary>A function that is run on the pool and awaited elsewhere.</summary>
internal sealed class PoolJob<T>(Func<ValueTask<T>> function) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<T> Task => done.Task;

    public void Execute()
    {
        try
        {
            var step = function();
            if (step.IsCompletedSuccessfully)
            {
                done.SetResult(step.Result);
            }
            else
            {
                _ = step.AsTask().ContinueWith(
                    done.SetFromTask, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
#pragma warning disable CA1031 // Whatever it throws belongs to the one who awaits it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            done.SetException(e);
        }
    }
}
