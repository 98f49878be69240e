namespace Flyte.Actors.Benchmarks.Simulation;

/// <summary>Virtual time: what happens, in its order. The same every time.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (long At, long Order)> queue = new();
    private long order;

    public long Now { get; private set; }

    public long Done { get; private set; }

    public void At(long time, Action happening) => queue.Enqueue(happening, (Math.Max(time, Now), ++order));

    public void After(long span, Action happening) => At(Now + span, happening);

    public bool Next()
    {
        if (!queue.TryDequeue(out var happening, out var when))
        {
            return false;
        }

        Now = when.At;
        Done++;
        happening();
        return true;
    }
}
