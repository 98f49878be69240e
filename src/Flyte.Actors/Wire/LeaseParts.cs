using Flyte.Actors.Protocol;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Wire;

/// <summary>
/// Cuts what an item actor says about its lease to messages that fit a frame. Results were encoded in parts; each part goes with a
/// message of its own, as if the item actor had shown it before.
/// </summary>
internal static class LeaseParts
{
    /// <summary>The messages that go instead of one, in order; the last is of its kind.</summary>
    internal static IEnumerable<ILeaseMessage> Of(ILeaseMessage message) => message switch
    {
        Progress { Finished.Parts: { Count: > 1 } parts } progress => Of(progress.Lease, parts, last => progress with { Finished = last }),
        LeaseDone { Finished.Parts: { Count: > 1 } parts } done => Of(done.Lease, parts, last => done with { Finished = last }),
        _ => [message],
    };

    private static IEnumerable<ILeaseMessage> Of(int lease, IReadOnlyList<ResultSegment> parts, Func<ResultSegment, ILeaseMessage> last)
    {
        for (var i = 0; i < parts.Count - 1; i++)
        {
            yield return new Progress(lease, parts[i], GivenBack: 0, GivenBackCount: 0);
        }

        yield return last(parts[^1]);
    }
}
