using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Flyte.Actors.Journal;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Tests.Support;

/// <summary>What goes wrong with one operation of a store.</summary>
internal enum Fault
{
    None,

    /// <summary>It is not done.</summary>
    Fails,

    /// <summary>It is done, and reported as failed.</summary>
    IsDoneAndFails,

    /// <summary>It is reported as failed, and done later, unless something else stands in its place then.</summary>
    FailsAndIsDoneLater,

    /// <summary>It takes a while.</summary>
    IsSlow,

    /// <summary>The journal refuses the event, and goes on.</summary>
    IsRejected,

    /// <summary>It is not done, and reported as done: no journal may do that, and who watches it must find out.</summary>
    IsLost,
}

internal enum Operation
{
    Read,
    Replay,
    Write,
    Delete,
    Payload,
}

/// <summary>The journal of one tree and the payloads beside it, as a database keeps them, with what goes wrong there.</summary>
/// <param name="root">The tree.</param>
/// <param name="draw">What goes wrong with the next operation; called by one thread at a time.</param>
internal sealed class FaultyStore(RunId root, Func<Operation, Fault> draw) : IPayloadStore
{
    private static readonly ConcurrentDictionary<string, FaultyStore> All = new(StringComparer.Ordinal);

    private readonly Lock gate = new();
    private readonly SortedDictionary<long, IPersistentRepresentation> events = [];
    private readonly HashSet<string> payloads = new(StringComparer.Ordinal);
    private readonly List<TaskCompletionSource> slow = [];
    private readonly Dictionary<Operation, int> calls = [];
    private IImmutableList<IPersistentRepresentation>? late;
    private long highest;
    private int moving;

    /// <summary>What an event is when it is read again; itself unless told otherwise.</summary>
    internal Func<JournalBatch, JournalBatch> AsStored { get; init; } = static batch => batch;

    /// <summary>Told of each event as soon as it is there.</summary>
    internal Action<JournalBatch> OnAppended { get; init; } = static _ => { };

    /// <summary>Whether anything goes on that does not wait for <see cref="Pass"/>.</summary>
    internal bool IsMoving => Volatile.Read(ref moving) > 0;

    internal static FaultyStore Of(string persistenceId) => All[persistenceId];

    internal static FaultyStore Create(RunId root, Func<Operation, Fault> draw) => Add(new FaultyStore(root, draw));

    /// <summary>Has the journal find it.</summary>
    internal static FaultyStore Add(FaultyStore store) => All[JournalBatch.PersistenceId(store.Root)] = store;

    internal RunId Root => root;

    /// <summary>Has the journal find it no more.</summary>
    internal void Remove() => All.TryRemove(JournalBatch.PersistenceId(root), out _);

    internal IReadOnlyList<JournalBatch> Events
    {
        get
        {
            lock (gate)
            {
                return [.. events.Values.Select(e => (JournalBatch)e.Payload)];
            }
        }
    }

    internal JournalBatch? EventAt(long sequence)
    {
        lock (gate)
        {
            return (JournalBatch?)events.GetValueOrDefault(sequence)?.Payload;
        }
    }

    internal int Calls(Operation operation)
    {
        lock (gate)
        {
            return calls.GetValueOrDefault(operation);
        }
    }

    /// <summary>Another process writes so many events to the same tree.</summary>
    internal void Interfere(Guid writer, IReadOnlyList<RunEvent> written)
    {
        lock (gate)
        {
            foreach (var e in written)
            {
                var batch = new JournalBatch(root, [new JournalRecord(root, e)]) { Writer = writer };
                events.Add(++highest, new Persistent(batch, highest, JournalBatch.PersistenceId(root)));
            }
        }
    }

    /// <summary>Lets what is slow be done, and what comes late come.</summary>
    internal void Pass()
    {
        lock (gate)
        {
            Interlocked.Add(ref moving, slow.Count);
            slow.ForEach(wait => wait.TrySetResult());
            slow.Clear();
            Come();
        }
    }

    /// <summary>Whoever has asked for what is slow or late is no more: nothing of it is done.</summary>
    internal void Drop()
    {
        lock (gate)
        {
            late = null;
            Interlocked.Add(ref moving, slow.Count);
            slow.ForEach(wait => wait.TrySetException(new IOException("The connection is lost.")));
            slow.Clear();
        }
    }

    internal Task<long> HighestAsync() => DoAsync(Operation.Read, () =>
    {
        var read = highest;
        if (calls[Operation.Read] % 2 == 0)
        {
            Come(); // Behind the back of the one who has just looked.
        }

        return read;
    });

    internal Task ReplayAsync(long from, long to, long max, Action<IPersistentRepresentation> replay) => DoAsync(Operation.Replay, () =>
    {
        foreach (var e in events.Values.Where(e => e.SequenceNr >= from && e.SequenceNr <= to).Take((int)Math.Min(max, int.MaxValue)))
        {
            replay(e);
        }

        return 0;
    });

    internal Task DeleteAsync(long to) => DoAsync(Operation.Delete, () =>
    {
        events.Keys.Where(sequence => sequence <= to).ToList().ForEach(sequence => events.Remove(sequence));
        return 0;
    });

    internal async Task<Exception?> WriteAsync(IImmutableList<IPersistentRepresentation> write)
    {
        try
        {
            await DoAsync(Operation.Write, () => Append(write), () => late = write);
            return null;
        }
        catch (ArgumentException rejection)
        {
            return rejection;
        }
    }

    public Task StoreAsync(string of, IReadOnlyList<(string Id, ReadOnlyMemory<byte> Json)> stored) => DoAsync(Operation.Payload, () =>
    {
        payloads.UnionWith(stored.Select(payload => payload.Id));
        return 0;
    });

    public Task RemoveAsync(string of) => Task.CompletedTask;

    public Task<IReadOnlyList<byte[]>> FindAsync(IReadOnlyList<string> ids) => throw new NotSupportedException();

    private async Task<T> DoAsync<T>(Operation operation, Func<T> act, Action? postpone = null)
    {
        Interlocked.Increment(ref moving);
        try
        {
            return await DoNowAsync(operation, act, postpone);
        }
        finally
        {
            Interlocked.Decrement(ref moving);
        }
    }

    private async Task<T> DoNowAsync<T>(Operation operation, Func<T> act, Action? postpone)
    {
        await Task.Yield();
        TaskCompletionSource? wait = null;
        Fault fault;
        lock (gate)
        {
            calls[operation] = calls.GetValueOrDefault(operation) + 1;
            fault = draw(operation);
            if (fault == Fault.IsSlow)
            {
                Interlocked.Decrement(ref moving);
                slow.Add(wait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }
        }

        await (wait?.Task ?? Task.CompletedTask).Soon();
        lock (gate)
        {
            return fault switch
            {
                Fault.Fails => throw new IOException($"The {operation} was not done."),
                Fault.IsDoneAndFails => throw new IOException($"The {operation} is done, and this says it is not: {act()}"),
                Fault.FailsAndIsDoneLater => throw new IOException($"The {operation} may be done later: {Postpone()}"),
                Fault.IsLost => default!,
                Fault.IsRejected => throw new ArgumentException("The event is rejected."),
                _ => act(),
            };
        }

        string Postpone()
        {
            postpone?.Invoke();
            return root.Value;
        }
    }

    // What stands under a number stands: the table has a key.
    private long Append(IImmutableList<IPersistentRepresentation> write)
    {
        if (write[0].SequenceNr != highest + 1)
        {
            throw new IOException($"There is an event {write[0].SequenceNr} of '{root}' already.");
        }

        foreach (var e in write)
        {
            var batch = (JournalBatch)(e.Payload is Tagged tagged ? tagged.Payload : e.Payload);
            if (batch.Records.Select(r => (r.Event as ItemsFinished)?.Results.Block?.Beside).Any(id => id is not null && !payloads.Contains(id)))
            {
                throw new InvalidOperationException($"Event {e.SequenceNr} of '{root}' names a payload that is not stored.");
            }

            batch = AsStored(batch);
            events.Add(e.SequenceNr, e.WithPayload(batch));
            highest = e.SequenceNr;
            OnAppended(batch);
        }

        return highest;
    }

    private void Come()
    {
        if (late is { } write)
        {
            late = null;
            if (write[0].SequenceNr == highest + 1)
            {
                Append(write);
            }
        }
    }
}
