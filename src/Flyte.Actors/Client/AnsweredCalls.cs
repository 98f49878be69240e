using Flyte.Actors.Tasks;
using Flyte.Actors.Threads;

namespace Flyte.Actors.Client;

/// <summary>
/// Calls whose answers are there. Their callers go on right here, one after the other, which costs a tenth of queueing each of
/// them; when one of them blocks, another thread goes on with the rest.
/// </summary>
internal abstract class AnsweredCalls(ElasticPool pool, int count) : IBlockingWork
{
    private int next = -1;

    public void Execute()
    {
        while (Interlocked.Increment(ref next) is var i && i < count)
        {
            Answer(i);
        }
    }

    public void OnBlocked()
    {
        if (Volatile.Read(ref next) < count - 1)
        {
            pool.Queue(this);
        }
    }

    private protected abstract void Answer(int i);
}

/// <summary>Calls that have results, consecutive in one segment; those that nobody waits for are null.</summary>
internal sealed class CompletedCalls(ElasticPool pool, ResultSegment results, IPendingCall?[] calls) : AnsweredCalls(pool, calls.Length)
{
    private protected override void Answer(int i) => calls[i]?.Complete(results, results.First + i);
}

/// <summary>Calls that come to nothing.</summary>
internal sealed class FailedCalls(ElasticPool pool, IReadOnlyList<IPendingCall> calls, Exception failure) : AnsweredCalls(pool, calls.Count)
{
    private protected override void Answer(int i) => calls[i].Fail(failure);
}
