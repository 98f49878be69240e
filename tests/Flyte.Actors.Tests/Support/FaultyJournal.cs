using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Flyte.Actors.Runtime;
using Flyte.Actors.Storage;

namespace Flyte.Actors.Tests.Support;

/// <summary>A journal that does for each tree of runs what its <see cref="FaultyStore"/> says.</summary>
public sealed class FaultyJournal : AsyncWriteJournal
{
    /// <summary>A system whose trees are written to it. Its time is virtual, so nothing times out.</summary>
    internal static string Config { get; } = $$"""
        {{VirtualScheduler.Config}}
        {{FlyteDispatcher.Config}}
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        {{StorePlugins.Journal}} {
          class = "Flyte.Actors.Tests.Support.FaultyJournal, Flyte.Actors.Tests"
          plugin-dispatcher = "akka.actor.default-dispatcher"
          recovery-event-timeout = 1000000s
          circuit-breaker { max-failures = 1000000, call-timeout = 1000000s, reset-timeout = 1s }
        }
        """;

    public override Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken) =>
        FaultyStore.Of(persistenceId).HighestAsync();

    public override Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback) =>
        FaultyStore.Of(persistenceId).ReplayAsync(fromSequenceNr, toSequenceNr, max, recoveryCallback);

    protected override Task<IImmutableList<Exception?>?> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken) =>
        WriteAsync([.. messages]);

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr, CancellationToken cancellationToken) =>
        FaultyStore.Of(persistenceId).DeleteAsync(toSequenceNr);

    private static async Task<IImmutableList<Exception?>?> WriteAsync(IReadOnlyList<AtomicWrite> writes)
    {
        var rejections = ImmutableList.CreateBuilder<Exception?>();
        foreach (var write in writes)
        {
            rejections.Add(await FaultyStore.Of(write.PersistenceId).WriteAsync((IImmutableList<IPersistentRepresentation>)write.Payload));
        }

        return rejections.ToImmutable();
    }
}
