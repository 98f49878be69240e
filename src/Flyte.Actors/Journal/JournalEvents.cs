using Akka.Actor;
using Akka.Event;
using Akka.Persistence.Query;
using Akka.Persistence.Sql.Query;
using Akka.Streams;
using Akka.Streams.Dsl;
using Flyte.Actors.Payloads;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Journal;

/// <summary>Reads events by Akka's queries, and puts in what is stored beside them.</summary>
internal sealed class JournalEvents(ActorSystem system, string queryPlugin, IPayloadStore payloads) : IJournalEvents
{
    private const int MostOpenings = 24;

    private readonly SqlReadJournal query = Open(system, queryPlugin);

    private readonly ActorMaterializer materializer = system.Materializer();

    public async Task<IReadOnlyList<JournalEvent>> ReadAsync(RunId root, long from, long to)
    {
        var envelopes = await query.CurrentEventsByPersistenceId(JournalBatch.PersistenceId(root), from, to)
            .RunWith(Sink.Seq<EventEnvelope>(), materializer).ConfigureAwait(false);
        var events = envelopes.Select(e => new JournalEvent(e.SequenceNr, (JournalBatch)e.Event)).ToList();
        await FillAsync([.. events.SelectMany(e => e.Batch.Records).Select(Block).OfType<PayloadBlock>()]).ConfigureAwait(false);
        return events;
    }

    public Task VisitAsync(RunId root, long from, long to, Action<JournalEvent> visit) =>
        query.CurrentEventsByPersistenceId(JournalBatch.PersistenceId(root), from, to)
            .RunForeach(e => visit(new JournalEvent(e.SequenceNr, (JournalBatch)e.Event)), materializer);

    public async Task<IReadOnlyList<RootMark>> RootsSinceAsync(long offset)
    {
        var marks = new List<RootMark>();
        await query.CurrentEventsByTag(JournalBatch.Tag, Offset.Sequence(offset)).RunForeach(
            envelope => marks.Add(new RootMark(((Sequence)envelope.Offset).Value, JournalBatch.RootOf(envelope.PersistenceId))),
            materializer).ConfigureAwait(false);
        return marks;
    }

    // It gives the journal five seconds to start, and a machine that has much else to do may take longer.
    private static SqlReadJournal Open(ActorSystem system, string queryPlugin)
    {
        for (var opening = 1; ; opening++)
        {
            try
            {
                return PersistenceQuery.Get(system).ReadJournalFor<SqlReadJournal>(queryPlugin);
            }
            catch (Exception e) when (opening < MostOpenings && e.GetBaseException() is AskTimeoutException)
            {
                system.Log.Warning("The journal has not started yet: {0}", e.GetBaseException().Message);
            }
        }
    }

    private async Task FillAsync(List<PayloadBlock> beside)
    {
        if (beside.Count > 0)
        {
            var stored = await payloads.FindAsync([.. beside.Select(block => block.Beside!)]).ConfigureAwait(false);
            for (var i = 0; i < beside.Count; i++)
            {
                beside[i].Fill(stored[i]);
            }
        }
    }

    private static PayloadBlock? Block(JournalRecord record)
    {
        var block = record.Event switch
        {
            ItemsAdded added => added.Page.Block,
            ItemsFinished finished => finished.Results.Block,
            _ => null,
        };
        return block is { IsElsewhere: true } ? block : null;
    }
}
