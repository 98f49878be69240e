using System.Collections.Concurrent;
using System.Text.Json;
using Flyte.Actors.Victim.Chaos;

namespace Flyte.Actors.Tests.Chaos;

/// <summary>Asks a process, and asks the next one again when it ends before it has answered.</summary>
internal sealed class ChaosClient
{
    // What has not gone on for so long is lost.
    internal static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly Dictionary<int, (string Line, TaskCompletionSource<ChaosAnswer> Answer)> pending = [];
    private readonly ConcurrentDictionary<string, int> problems = new(StringComparer.Ordinal);
    private Action<string> tell = static _ => { };
    private int questions;

    /// <summary>What has been answered instead of what was asked for, and how often.</summary>
    internal IReadOnlyDictionary<string, int> Problems => problems;

    /// <summary>From now on another process is asked, for all that has no answer yet too.</summary>
    internal void Connect(Action<string> teller)
    {
        lock (gate)
        {
            tell = teller;
            foreach (var (line, _) in pending.Values)
            {
                tell(line);
            }
        }
    }

    /// <summary>Hears what the process says.</summary>
    internal void Hear(string line)
    {
        var answer = JsonSerializer.Deserialize<ChaosAnswer>(line)!;
        lock (gate)
        {
            if (pending.Remove(answer.Number, out var question))
            {
                question.Answer.SetResult(answer);
            }
        }
    }

    /// <summary>Asks until there is an answer that is no problem.</summary>
    internal async Task<ChaosAnswer> AskAsync(ChaosVerb verb, ChaosRun run, int from = 0)
    {
        using var bound = new CancellationTokenSource(LongestWait);
        var last = "nothing";
        try
        {
            while (true)
            {
                var answer = await AskOnceAsync(verb, run, from).WaitAsync(bound.Token);
                if (answer.Problem is not { } problem)
                {
                    return answer;
                }

                last = problem;
                problems.AddOrUpdate(problem.Replace(run.Id, "…", StringComparison.Ordinal), 1, (_, count) => count + 1);
                await Task.Delay(BeforeRepeat, bound.Token);
            }
        }
        catch (OperationCanceledException e) when (bound.IsCancellationRequested)
        {
            throw new TimeoutException($"{verb} of {run} from {from} has no answer after {LongestWait}; the last one was: {last}", e);
        }
    }

    private Task<ChaosAnswer> AskOnceAsync(ChaosVerb verb, ChaosRun run, int from)
    {
        lock (gate)
        {
            var question = new ChaosQuestion(++questions, verb, run, from);
            var (line, answer) = (JsonSerializer.Serialize(question), new TaskCompletionSource<ChaosAnswer>(TaskCreationOptions.RunContinuationsAsynchronously));
            pending.Add(question.Number, (line, answer));
            tell(line);
            return answer.Task;
        }
    }
}
