namespace Flyte.Actors.Cluster;

/// <summary>
/// One end of a slot that is on two nodes: what is told is kept until the other end has seen it, and what is heard is taken once
/// and in order, however often the network loses or repeats it.
/// </summary>
internal sealed class Deliveries<T>
{
    private readonly Queue<(int Number, T Message)> unseen = [];
    private int told;
    private int heard;

    /// <summary>What the other end has not seen yet, in order.</summary>
    internal IReadOnlyCollection<(int Number, T Message)> Unseen => unseen;

    /// <summary>The number up to which all was heard.</summary>
    internal int Heard => heard;

    /// <summary>Keeps a message, and returns its number.</summary>
    internal int Tell(T message)
    {
        unseen.Enqueue((++told, message));
        return told;
    }

    /// <summary>The other end has seen all up to a number; these are the messages that it had not before.</summary>
    internal List<T> OnSeen(int number)
    {
        var seen = new List<T>();
        while (unseen.TryPeek(out var first) && first.Number <= number)
        {
            seen.Add(unseen.Dequeue().Message);
        }

        return seen;
    }

    /// <summary>Another one takes the place of the other end: it is told, from the first number on, what that has not seen.</summary>
    internal void Restart()
    {
        var left = unseen.Select(u => u.Message).ToArray();
        unseen.Clear();
        (told, heard) = (0, 0);
        Array.ForEach(left, message => Tell(message));
    }

    /// <summary>Whether a message is the next one; otherwise it was heard before, or one before it was lost.</summary>
    internal bool Hears(int number)
    {
        if (number != heard + 1)
        {
            return false;
        }

        heard = number;
        return true;
    }
}
