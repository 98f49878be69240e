using Flyte.Actors.Tasks;
using Flyte.Actors.Threads;

namespace Flyte.Actors.Client;

/// <summary>
/// Calls whose answers are there. Their callers go on right here, one after the other, which costs a tenth of queueing each of
/// them; when one of them blocks, another thread goes on with the rest.
/// </summary>
internal sealed class AnsweredCalls(ElasticPool pool, List<(IPendingCall Call, ResultSegment? Segment, int Index)> answers, Exception? failure)
    : IBlockingWork
{
    private int next = -1;

    public void Execute()
    {
        while (Interlocked.Increment(ref next) is var i && i < answers.Count)
        {
            var (call, segment, index) = answers[i];
            if (segment is null)
            {
                call.Fail(failure!);
            }
            else
            {
                call.Complete(segment, index);
            }
        }
    }

    public void OnBlocked()
    {
        if (Volatile.Read(ref next) < answers.Count - 1)
        {
            pool.Queue(this);
        }
    }
}
