using System.Collections.Concurrent;

namespace Flyte.Actors.Tests.Proof;

/// <summary>Runs programs side by side, and says what is wrong with one.</summary>
internal static class ProgramRunner
{
    private static readonly int Lanes = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>Runs programs until one fails, and returns what to do about it; null when none does.</summary>
    internal static async Task<string?> FindAsync(IEnumerable<(string Name, RunProgram Program)> programs)
    {
        var (queue, found) = (new ConcurrentQueue<(string Name, RunProgram Program)>(programs), new ConcurrentQueue<string>());
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => Task.Factory.StartNew(Work, TaskCreationOptions.LongRunning)));
        return found.TryPeek(out var first) ? first : null;

        void Work()
        {
            using var lanes = new LaneHolder();
            while (found.IsEmpty && queue.TryDequeue(out var next))
            {
                if (lanes.Check(next.Program) is { } fault)
                {
                    found.Enqueue(Report(next.Name, fault, new ProgramShrinker(program => Kind(lanes.Check(program)) == Kind(fault)).Shrink(next.Program)));
                }
            }
        }
    }

    private static string Report(string name, string fault, RunProgram shrunk) => $"""
        {name}: {fault}
        Once it is mended, keep it among the regressions:
            "{shrunk}",
        """;

    // The rule that is broken, or the exception.
    private static string? Kind(string? fault) => fault?.Split(':')[0];

    /// <summary>A lane, and another one once it is stuck.</summary>
    internal sealed class LaneHolder : IDisposable
    {
        private ProofLane lane = new();

        internal string? Check(RunProgram program, Sabotage? sabotage = null)
        {
            try
            {
                return lane.Run(program, sabotage).Fault;
            }
            catch (TimeoutException e)
            {
                // What hangs is left behind: there is no ending it.
                lane = new ProofLane();
                return $"hangs: {e.Message}";
            }
        }

        public void Dispose() => lane.Dispose();
    }
}
