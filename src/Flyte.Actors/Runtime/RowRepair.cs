using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Runs;
using Flyte.Actors.Storage.Tables;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Reads the list of runs from the index, and has rows of it made anew that are not what was written there: their runs are opened, and
/// tell what the journal says of them.
/// </summary>
/// <param name="index">The index.</param>
/// <param name="list">The list, which has the runs opened.</param>
/// <param name="log">Where it is said, once of each row.</param>
internal sealed class RowRepair(RunIndex index, IActorRef list, ILoggingAdapter log)
{
    private const int MostTries = 50;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly HashSet<string> told = new(StringComparer.Ordinal);

    /// <summary>One page, as soon as all of it is as it should be.</summary>
    /// <exception cref="DamagedRowsException">That takes too long.</exception>
    internal async Task<IReadOnlyList<RunInfo>> FindAsync(RunQuery query)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await index.FindAsync(query).ConfigureAwait(false);
            }
            catch (DamagedRowsException damage) when (tries < MostTries)
            {
                await OrderAsync(damage).ConfigureAwait(false);
                await Task.Delay(BetweenTries).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Has the rows made anew.</summary>
    internal async Task OrderAsync(DamagedRowsException damage)
    {
        if (IsNew(damage.Ids))
        {
            log.Warning("{0}", damage.Message);
        }

        await index.DistrustAsync(damage).ConfigureAwait(false);
        list.Tell(new RowsDamaged([.. damage.Ids.Where(RunId.CanBeRoot).Select(id => new RunId(id))]), ActorRefs.NoSender);
    }

    private bool IsNew(IReadOnlyList<string> ids)
    {
        lock (gate)
        {
            var before = told.Count;
            told.UnionWith(ids);
            return told.Count > before;
        }
    }
}
