using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tasks;

namespace Flyte.Actors.Client;

/// <summary>The results of a run that does not belong to its reader.</summary>
internal sealed class RunResults<TOut>(ClientCore core, RunId id, ReadOrder order, int from) : IAsyncEnumerable<ItemResult<TOut>>
{
    public IAsyncEnumerator<ItemResult<TOut>> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new MapEnumerator<TOut>(new Feed(core.Link(core.Doors.Runs, id), order, from, cancellationToken));

    private sealed class Feed : ResultFeed
    {
        private readonly RunLink link;
        private readonly ResultReader reader;
        private readonly CancellationTokenRegistration registration;
        private readonly int from;
        private RunEnd? end;

        internal Feed(RunLink link, ReadOrder order, int from, CancellationToken cancellation)
        {
            (this.link, this.from) = (link, from);
            reader = new ResultReader(link, order, from, runAhead: 0);
            registration = cancellation.UnsafeRegister(
                static (reader, token) => ((ResultReader)reader!).Fail(new OperationCanceledException(token)), reader);
        }

        internal override async ValueTask<IReadOnlyList<ResultSegment>?> NextAsync(int consumed)
        {
            if (end is null)
            {
                var page = await reader.NextAsync(from + consumed).ConfigureAwait(false);
                end = page.End;
                if (page.Segments.Count > 0)
                {
                    return page.Segments;
                }
            }

            return end is not null && Failures.Of(end, inputFailure: null) is { } exception ? throw exception : null;
        }

        public override ValueTask DisposeAsync()
        {
            registration.Dispose();
            link.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
