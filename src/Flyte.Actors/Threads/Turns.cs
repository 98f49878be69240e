using System.Diagnostics.CodeAnalysis;

namespace Flyte.Actors.Threads;

/// <summary>
/// Work that waits for a thread. Its owners take turns, so that who has little does not wait behind all that another one has. What has
/// no owner is the runtime's own and brief; it has every other turn.
/// </summary>
internal sealed class Turns
{
    private readonly Lock gate = new();
    private readonly Queue<IThreadPoolWorkItem> own = new();
    private readonly Dictionary<string, Queue<IThreadPoolWorkItem>> owned = new(StringComparer.Ordinal);
    private readonly Queue<(string Owner, Queue<IThreadPoolWorkItem> Work)> turns = new();
    private readonly Stack<Queue<IThreadPoolWorkItem>> spare = new();
    private bool isOthersTurn;
    private int count;

    internal int Count => Volatile.Read(ref count);

    internal bool IsEmpty => Count == 0;

    /// <summary>Adds work behind what its owner has already.</summary>
    internal void Enqueue(IThreadPoolWorkItem item, string? owner)
    {
        lock (gate)
        {
            (owner is null ? own : Of(owner)).Enqueue(item);
            Volatile.Write(ref count, count + 1);
        }
    }

    /// <summary>Takes the work whose turn it is.</summary>
    internal bool TryDequeue([NotNullWhen(true)] out IThreadPoolWorkItem? item)
    {
        item = null;
        if (IsEmpty)
        {
            return false;
        }

        lock (gate)
        {
            if (count == 0)
            {
                return false;
            }

            item = own.Count > 0 && (turns.Count == 0 || !isOthersTurn) ? own.Dequeue() : NextOwned();
            isOthersTurn = !isOthersTurn;
            Volatile.Write(ref count, count - 1);
            return true;
        }
    }

    private Queue<IThreadPoolWorkItem> Of(string owner)
    {
        if (!owned.TryGetValue(owner, out var work))
        {
            work = spare.TryPop(out var empty) ? empty : new Queue<IThreadPoolWorkItem>();
            owned.Add(owner, work);
            turns.Enqueue((owner, work));
        }

        return work;
    }

    private IThreadPoolWorkItem NextOwned()
    {
        var (owner, work) = turns.Dequeue();
        var item = work.Dequeue();
        if (work.Count > 0)
        {
            turns.Enqueue((owner, work));
            return item;
        }

        owned.Remove(owner);
        if (spare.Count < Environment.ProcessorCount)
        {
            spare.Push(work);
        }

        return item;
    }
}
