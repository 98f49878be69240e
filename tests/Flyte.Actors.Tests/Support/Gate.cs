namespace Flyte.Actors.Tests.Support;

/// <summary>Holds bodies until the test lets them go on.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the gate opens.</summary>
    internal Task Opened => opened.Task.Soon();

    internal bool IsOpen => opened.Task.IsCompleted;

    internal void Open() => opened.TrySetResult();

    /// <summary>Blocks the thread until the gate opens.</summary>
    internal void Wait()
    {
        if (!opened.Task.Wait(Patience.Bound))
        {
            throw new TimeoutException("Nobody opened the gate.");
        }
    }

    /// <summary>Ends when the gate opens or the token is cancelled.</summary>
    internal Task OpenedAsync(CancellationToken cancellation) => opened.Task.WaitAsync(Patience.Bound, cancellation);
}
