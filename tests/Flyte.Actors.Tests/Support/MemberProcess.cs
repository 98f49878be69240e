using System.Diagnostics;
using System.Globalization;
using Flyte.Actors.Victim;
using Flyte.Actors.Victim.Chaos;

namespace Flyte.Actors.Tests.Support;

/// <summary>A node of a cluster in a process of its own, which ends with this one.</summary>
internal sealed class MemberProcess : IDisposable
{
    // Starts take their time when many start at once.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly TaskCompletionSource up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Said said = new();
    private readonly List<(long From, long? To)> pauses = [];

    /// <param name="member">What it is.</param>
    /// <param name="enter">The beginning of a command that goes on in the network of the node.</param>
    /// <param name="onBegun">Told whenever <see cref="Member.Stride"/> bodies more have begun.</param>
    internal MemberProcess(Member member, IReadOnlyList<string> enter, Action onBegun)
    {
        Log = member.Log;
        string[] command = [.. enter, VictimProcess.Host, typeof(Member).Assembly.Location, .. member.Arguments];
        process = LineProcess.Start(command, line => OnLine(line, onBegun));
        Ended = EndAsync();
    }

    /// <summary>Where its bodies are noted.</summary>
    internal string Log { get; }

    /// <summary>Counts its bodies: one for each <see cref="Member.Stride"/>.</summary>
    internal Tally Begun { get; } = new();

    /// <summary>When it was paused first; null when it was not.</summary>
    internal long? PausedAt => pauses.Count == 0 ? null : pauses[0].From;

    /// <summary>From when to when it stood still; the last time perhaps still does.</summary>
    internal IReadOnlyList<(long From, long? To)> Pauses => pauses;

    /// <summary>Hears what it answers to what it is told.</summary>
    internal Action<string>? OnAnswer { get; set; }

    /// <summary>When it was known to have ended; null while it lives.</summary>
    internal long? EndedAt { get; private set; }

    /// <summary>Its exit code, when it has ended.</summary>
    internal Task<int> Ended { get; }

    /// <summary>All that it has said, but how many bodies have begun.</summary>
    internal IEnumerable<string> Said => said.All;

    /// <summary>Waits until it says something with this in it, or has said so.</summary>
    internal Task<string> SaysAsync(string part) => said.UntilAsync(line => line.Contains(part, StringComparison.Ordinal)).Soon();

    /// <summary>Waits until it is one of the cluster.</summary>
    internal async Task UpAsync()
    {
        await Task.WhenAny(up.Task, Ended).WaitAsync(LongestStart);
        if (!up.Task.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException($"The node ended before it was up: {string.Join('\n', said.All)}");
        }
    }

    /// <summary>Ends it by SIGKILL, and waits for that.</summary>
    internal Task KillAsync()
    {
        Kill();
        return Ended.Soon();
    }

    internal void Kill() => process.Kill();

    /// <summary>Stops all its threads by SIGSTOP.</summary>
    internal async Task PauseAsync()
    {
        pauses.Add((BodyLog.Now, To: null));
        await SignalAsync("STOP");
    }

    /// <summary>Lets it go on.</summary>
    internal async Task WakeAsync()
    {
        await SignalAsync("CONT");
        pauses[^1] = (pauses[^1].From, BodyLog.Now);
    }

    /// <summary>Says a line to it; nothing happens when it has ended.</summary>
    internal void Tell(string line)
    {
        try
        {
            process.StandardInput.WriteLine(line);
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().Soon();
    }

    private async Task<int> EndAsync()
    {
        await process.WaitForExitAsync();
        EndedAt = BodyLog.Now;
        return process.ExitCode;
    }

    private void OnLine(string line, Action onBegun)
    {
        switch (line)
        {
            case "begun":
                Begun.Add();
                onBegun();
                break;
            case var answer when answer.StartsWith(ChaosDoor.Mark, StringComparison.Ordinal):
                OnAnswer?.Invoke(answer[ChaosDoor.Mark.Length..]);
                break;
            default:
                said.Add(line);
                if (line == "up")
                {
                    up.TrySetResult();
                }

                break;
        }
    }
}
