using Flyte.Actors.Tasks;

namespace Flyte.Actors.Client;

/// <summary>The calls of an item by index, from the first one that is not answered.</summary>
internal sealed class OpenCalls
{
    private IPendingCall?[] calls = new IPendingCall?[4];
    private int first;

    /// <summary>The index behind the last call.</summary>
    internal int End { get; private set; }

    internal int Add(IPendingCall call)
    {
        if (End - first == calls.Length)
        {
            MakeRoom();
        }

        calls[End - first] = call;
        return End++;
    }

    /// <summary>The calls of a range that is not answered.</summary>
    internal ReadOnlySpan<IPendingCall?> Range(int from, int to) => calls.AsSpan(from - first, to - from);

    internal IPendingCall? Find(int index) => index < first || index >= End ? null : calls[index - first];

    internal IPendingCall? Take(int index)
    {
        var call = Find(index);
        if (call is not null)
        {
            calls[index - first] = null;
        }

        return call;
    }

    internal List<IPendingCall> TakeAll()
    {
        List<IPendingCall> open = [.. calls.OfType<IPendingCall>()];
        Array.Clear(calls);
        return open;
    }

    private void MakeRoom()
    {
        var answered = Array.FindIndex(calls, call => call is not null) is >= 0 and var found ? found : calls.Length;
        if (answered < calls.Length / 2)
        {
            Array.Resize(ref calls, calls.Length * 2);
            return;
        }

        Array.Copy(calls, answered, calls, 0, calls.Length - answered);
        Array.Clear(calls, calls.Length - answered, answered);
        first += answered;
    }
}
