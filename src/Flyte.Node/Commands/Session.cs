using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Remote;
using Flyte.Node.Runs;

namespace Flyte.Node.Commands;

/// <summary>The runtime that a command works on, its store, and how its user names that.</summary>
/// <param name="desk">Its runs.</param>
/// <param name="store">Where it records runs.</param>
/// <param name="naming">The arguments that name the store and the settings.</param>
/// <param name="console">The program's console.</param>
internal sealed class Session(IRunDesk desk, FlyteStore store, IReadOnlyList<string> naming, NodeConsole console)
{
    internal IRunDesk Desk => desk;

    internal FlyteStore Store => store;

    /// <summary>A node of the cluster whose runs these are; null when this process runs them itself.</summary>
    internal string? Cluster { get; init; }

    /// <summary>The node whose runs these are; null for none.</summary>
    internal RemoteAddress? Server { get; init; }

    /// <summary>Whether runs go on without this process.</summary>
    internal bool IsElsewhere => Cluster is not null || Server is not null;

    /// <summary>Where runs go on, to be shown.</summary>
    internal string Where => Server is null ? $"in {Place}" : $"at {Server}";

    /// <summary>The arguments that name the tasks from outside, for the commands that execute some.</summary>
    internal IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>Where runs are recorded, to be shown.</summary>
    internal string Place => Server is not null ? $"the store of {Server}" : Cluster is null ? store.ToString() : $"the cluster of {Cluster}";

    /// <summary>Whether runs outlive the process.</summary>
    internal bool IsRecorded => store != FlyteStore.Memory || IsElsewhere;

    /// <summary>A command line on the same store, to be typed as it is.</summary>
    internal string Command(string verb, params IEnumerable<string> arguments) =>
        $"{console.Program} {ShellWord.Join([verb, .. arguments, .. verb is "resume" ? Tasks : [], .. naming])}";

    /// <summary>Refuses to go on with a run whose task this program does not have.</summary>
    /// <exception cref="UsageException">It does not have it.</exception>
    internal async Task CheckTaskAsync(RunInfo run, string what)
    {
        if (Server is null && await desk.FindTaskAsync(run.Task, console.Interrupted).ConfigureAwait(false) is null)
        {
            throw new UsageException($"{what} task '{run.Task}', which this program does not have.", $"Give its assembly by {TasksOption.OptionName}, or use the program that started it.");
        }
    }

    /// <summary>A run by its id.</summary>
    /// <exception cref="UsageException">That cannot be an id.</exception>
    internal IRun Run(string id)
    {
        try
        {
            return desk.Run(id);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(RuntimeSettings.Reason(e), $"Run '{Command("runs")}' for the ids of the recorded runs.");
        }
    }

    /// <summary>A recorded run with what it looks like now.</summary>
    /// <exception cref="UsageException">There is no such run in the store.</exception>
    internal async Task<(IRun Run, RunInfo Info)> FindAsync(string id) =>
        Run(id) is var run && await run.FindAsync(console.Interrupted).ConfigureAwait(false) is { } info
            ? (run, info)
            : throw new UsageException(
                $"There is no run '{id}' in {(IsElsewhere ? "" : "the store ")}{Place}.", $"Run '{Command("runs")}' for the ids of the recorded runs, or name another {(Server is null ? $"store by {StoreOption.OptionName}" : $"node by {ServerArguments.ServerOption}")}.");

    /// <summary>Says which other runs of the store this process goes on with.</summary>
    internal async Task SayOthersAsync(string own)
    {
        try
        {
            if (IsRecorded && !IsElsewhere && await OthersAsync(own).ConfigureAwait(false) is [_, ..] others)
            {
                console.Say($"beside it, unfinished runs of this store go on: {string.Join(", ", others)} ('{Command("abort", "ID")}' ends one)");
            }
        }
        catch (OperationCanceledException) when (console.Interrupted.IsCancellationRequested)
        {
            // Whoever follows the run sees it too, and says how the run goes on.
        }
    }

    private async Task<List<string>> OthersAsync(string own)
    {
        var others = new List<string>();
        foreach (var run in await desk.ListRunsAsync(new RunQuery { Phase = RunPhase.Running, Limit = 10 }, console.Interrupted).ConfigureAwait(false))
        {
            // The list may be behind.
            if (run.Id != own && await Run(run.Id).FindAsync(console.Interrupted).ConfigureAwait(false) is { EndedAt: null })
            {
                others.Add(run.Id);
            }
        }

        return others;
    }
}
