namespace Flyte.Actors.Tests.Support;

/// <summary>The lines that a process has said.</summary>
internal sealed class Said
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly List<(Func<string, bool> IsIt, TaskCompletionSource<string> Found)> waiting = [];

    internal IReadOnlyList<string> All
    {
        get
        {
            lock (gate)
            {
                return [.. lines];
            }
        }
    }

    internal void Add(string line)
    {
        lock (gate)
        {
            lines.Add(line);
            waiting.Where(wait => wait.IsIt(line)).ToList().ForEach(wait => wait.Found.TrySetResult(line));
        }
    }

    /// <summary>Waits for the first line that is meant.</summary>
    internal Task<string> UntilAsync(Func<string, bool> isIt)
    {
        lock (gate)
        {
            var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (lines.Find(line => isIt(line)) is { } line)
            {
                found.SetResult(line);
            }

            waiting.Add((isIt, found));
            return found.Task;
        }
    }
}
