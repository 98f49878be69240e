namespace Flyte.Actors.Threads;

/// <summary>A function that is run on the pool, in the flow of its caller, and awaited elsewhere.</summary>
internal sealed class PoolJob<T>(Func<ValueTask<T>> function) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly ExecutionContext? flow = ExecutionContext.Capture();

    internal Task<T> Task => done.Task;

    public void Execute()
    {
        if (flow is null)
        {
            Run();
        }
        else
        {
            ExecutionContext.Run(flow, static job => ((PoolJob<T>)job!).Run(), this);
        }
    }

    private void Run()
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
