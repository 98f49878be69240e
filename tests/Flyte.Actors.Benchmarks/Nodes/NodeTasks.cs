using System.Diagnostics;

namespace Flyte.Actors.Benchmarks;

/// <summary>The tasks that every node of the cluster has.</summary>
internal sealed class NodeTasks
{
    private const int BodyMs = 20;

    /// <param name="notes">Where the bodies of <see cref="Noted"/> are noted; null for a node that runs none.</param>
    public NodeTasks(Marks? notes = null)
    {
        Wait = Environment.Task("wait", (int item) => WaitAsync(item));
        Noted = Environment.Task("noted", (int item) =>
        {
            notes?.Add(item - 1);
            return WaitAsync(item);
        });
        Cheap = Environment.Task("cheap", (int item) => item);
    }

    public TaskEnvironment Environment { get; } = new("nodes");

    /// <summary>Waits for 20 ms.</summary>
    public FlyteTask<int, Ran> Wait { get; }

    /// <summary>The same, and leaves a note that outlives its process.</summary>
    public FlyteTask<int, Ran> Noted { get; }

    /// <summary>Does nothing.</summary>
    public FlyteTask<int, int> Cheap { get; }

    /// <summary>The notes of a process.</summary>
    public static Marks Notes(string folder, int process, int items) => new(Path.Combine(folder, FormattableString.Invariant($"ran-{process}")), items);

    private static async Task<Ran> WaitAsync(int item)
    {
        var from = Stopwatch.GetTimestamp();
        await Task.Delay(BodyMs);
        return new Ran(item, System.Environment.ProcessId, from, Stopwatch.GetTimestamp());
    }
}
