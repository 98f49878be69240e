namespace Flyte.Actors.Tests.Support;

/// <summary>Counts what happens, and tells when it has happened so many times.</summary>
internal sealed class Tally
{
    private readonly Lock gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> waiting = [];
    private int count;

    internal int Count
    {
        get
        {
            lock (gate)
            {
                return count;
            }
        }
    }

    internal int Add()
    {
        lock (gate)
        {
            count++;
            foreach (var (at, reached) in waiting)
            {
                if (at <= count)
                {
                    reached.TrySetResult();
                }
            }

            return count;
        }
    }

    internal Task Reaches(int at)
    {
        lock (gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((at, reached));
            if (count >= at)
            {
                reached.TrySetResult();
            }

            return reached.Task.Soon();
        }
    }
}
