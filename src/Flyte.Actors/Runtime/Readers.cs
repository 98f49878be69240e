using Akka.Actor;
using Flyte.Actors.Payloads;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Runtime;

/// <summary>Those who wait for something of a run, each answered as soon as it is there.</summary>
internal sealed class Readers(RunId id, ResultPages pages, PayloadLimits limits, IActorRef run)
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
                    Answer(key.Reader, page, read.MaxBytes);
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

    // A reader in another process gets what fits a message. What a converter of the user's has to write it does elsewhere.
    private void Answer(IActorRef reader, ResultPage page, int maxBytes)
    {
        if (maxBytes == 0 || ResultCut.IsEncoded(page))
        {
            reader.Tell(maxBytes == 0 ? page : new ResultCut(maxBytes, limits).Of(page), run);
            return;
        }

        _ = Task.Run(() => new ResultCut(maxBytes, limits).Of(page)).PipeTo(
            reader, run, failure: e => RunRejected.Crash(id, e.GetBaseException().Message));
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
