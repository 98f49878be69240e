using System.Threading.Channels;

namespace Flyte.Actors.Tests.Support;

/// <summary>Holds whoever comes by, for good, the first so many times: there the process can be ended.</summary>
internal sealed class Halt(int times = 1)
{
    private readonly Channel<bool> reached = Channel.CreateUnbounded<bool>();
    private int passes;
    private volatile bool isFree;

    /// <summary>Ends when somebody has come by once more and is held.</summary>
    internal Task ReachedAsync() => reached.Reader.ReadAsync().Soon();

    /// <summary>Holds nobody who comes from now on.</summary>
    internal void Free() => isFree = true;

    internal Task PassAsync()
    {
        if (isFree || Interlocked.Increment(ref passes) > times)
        {
            return Task.CompletedTask;
        }

        reached.Writer.TryWrite(true);
        return new TaskCompletionSource().Task;
    }
}
