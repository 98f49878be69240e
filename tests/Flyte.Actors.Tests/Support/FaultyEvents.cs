using Flyte.Actors.Journal;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Tests.Support;

/// <summary>Shows the events that a <see cref="FaultyStore"/> holds.</summary>
internal sealed class FaultyEvents(FaultyStore store) : IJournalEvents
{
    public Task VisitAsync(RunId root, long from, long to, Action<JournalEvent> visit)
    {
        for (var sequence = from; sequence <= to && store.EventAt(sequence) is { } batch; sequence++)
        {
            visit(new JournalEvent(sequence, batch));
        }

        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<JournalEvent>> ReadAsync(RunId root, long from, long to)
    {
        var events = new List<JournalEvent>();
        await VisitAsync(root, from, to, events.Add);
        return events;
    }

    public Task<IReadOnlyList<RootMark>> RootsSinceAsync(long offset) =>
        Task.FromResult<IReadOnlyList<RootMark>>(store.EventAt(1) is null ? [] : [new RootMark(1, store.Root)]);
}
