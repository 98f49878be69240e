using System.Threading.Channels;

namespace Flyte.Actors.Tests.Support;

/// <summary>Holds whoever comes by, for good, the first so many times: there the process can be ended.</summary>
internal sealed class Halt(int times = 1)
{
    private readonly Channel<string?> reached = Channel.CreateUnbounded<string?>();
    private int passes;
    private volatile bool isFree;

    /// <summary>Ends when somebody has come by once more and is held.</summary>
    /// <returns>The id of the run whose body that is; null when it is no body.</returns>
    internal Task<string?> ReachedAsync() => reached.Reader.ReadAsync().AsTask().Soon();

    /// <summary>Holds nobody who comes from now on.</summary>
    internal void Free() => isFree = true;

    internal Task PassAsync()
    {
        if (isFree || Interlocked.Increment(ref passes) > times)
        {
            return Task.CompletedTask;
        }

        reached.Writer.TryWrite(TaskContext.Current?.RunId);
        return new TaskCompletionSource().Task;
    }
}
