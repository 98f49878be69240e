using System.Diagnostics;

namespace Flyte.Actors.Tests.Chaos;

/// <summary>How long it takes until runs go on after what was wrong is over.</summary>
internal sealed class ChaosPace
{
    private readonly Lock gate = new();
    private readonly List<(string Fault, TimeSpan Gap)> gaps = [];
    private (string Fault, long At)? waiting;
    private TaskCompletionSource goneOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The longest time, and after which fault.</summary>
    internal (string Fault, TimeSpan Gap) Longest
    {
        get
        {
            lock (gate)
            {
                return gaps.Count == 0 ? ("none", TimeSpan.Zero) : gaps.MaxBy(gap => gap.Gap);
            }
        }
    }

    /// <summary>A fault is over.</summary>
    internal void Heal(string fault)
    {
        lock (gate)
        {
            waiting = (fault, Stopwatch.GetTimestamp());
            goneOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>A result was shown.</summary>
    internal void GoOn()
    {
        lock (gate)
        {
            if (waiting is var (fault, at))
            {
                gaps.Add((fault, Stopwatch.GetElapsedTime(at)));
                waiting = null;
                goneOn.SetResult();
            }
        }
    }

    /// <summary>Waits until a result is shown after the last fault.</summary>
    /// <exception cref="TimeoutException">Nothing goes on.</exception>
    internal async Task GoneOnAsync()
    {
        var next = goneOn.Task;
        if (await Task.WhenAny(next, Task.Delay(ChaosClient.LongestWait)) != next)
        {
            throw new TimeoutException($"No run has gone on within {ChaosClient.LongestWait} after '{waiting?.Fault}' was over.");
        }
    }
}
