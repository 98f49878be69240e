using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>Those who wait for something of a run, each answered as soon as it is there.</summary>
internal sealed class Readers(RunId id, ResultPages pages)
{
    private const int MaxPage = 32_768;

    private readonly Dictionary<(IActorRef Reader, ReadOrder Order), ReadResults> reads = [];
    private readonly HashSet<IActorRef> waitingForEnd = [];

    internal void Add(IActorRef reader, ReadResults read) => reads[(reader, read.Order)] = read;

    internal void AddForEnd(IActorRef asker) => waitingForEnd.Add(asker);

    /// <summary>Answers all that can be answered now.</summary>
    internal void Serve(RunState state, Func<RunInfo> info)
    {
        if (reads.Count > 0)
        {
            foreach (var (key, read) in reads.ToArray())
            {
                if (Page(state, read) is { } page)
                {
                    reads.Remove(key);
                    key.Reader.Tell(page);
                }
            }
        }

        if (state.HasEnded && waitingForEnd.Count > 0)
        {
            foreach (var asker in waitingForEnd)
            {
                asker.Tell(new RunStatus(id, info()));
            }

            waitingForEnd.Clear();
        }
    }

    private ResultPage? Page(RunState state, ReadResults read)
    {
        var end = state.HasEnded ? new RunEnd(state.Phase, state.Error) : null;
        if (state.Spec.FailFast && state.HasFailures)
        {
            // What was cancelled for the failure's sake must not be taken for it: the reader hears of the end, and of nothing before.
            return end is null ? null : new ResultPage(id, read.Order, read.From, read.From, [], end);
        }

        var segments = new List<ResultSegment>();
        state.Results.Read(read.Order, read.From, Math.Clamp(read.Max, 1, MaxPage), segments);
        var opened = pages.Open(segments);
        var next = read.From + opened.Sum(segment => segment.Count);
        var isLast = end is not null && next >= state.Results.End(read.Order);
        return opened.Count > 0 || isLast ? new ResultPage(id, read.Order, read.From, next, opened, isLast ? end : null) : null;
    }
}
