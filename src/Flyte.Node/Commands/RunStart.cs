using Flyte.Actors;
using Flyte.Node.Inputs;
using Flyte.Node.Remote;
using Flyte.Node.Runs;

namespace Flyte.Node.Commands;

/// <summary>Starts the map of a <c>run</c>, or goes on with the one of that id.</summary>
internal sealed class RunStart(RunRequest request, Session session, NodeConsole console)
{
    /// <summary>Submits the map.</summary>
    /// <param name="task">Its task.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="isQuiet">Whether a new run is not worth a word.</param>
    /// <exception cref="UsageException">There is a run of that id, but not this one.</exception>
    internal async Task<IRun> SubmitAsync(TaskShape task, RunInputs inputs, bool isQuiet)
    {
        if (request.Id?.Contains('/', StringComparison.Ordinal) is true)
        {
            throw new UsageException($"'{request.Id}' cannot be the id of a run: a '/' is only in those of runs that others have called.", "Use up to 128 ASCII letters, digits, '-', '_' and '.'.");
        }

        var known = request.Id is { } id ? await session.Run(id).FindAsync(console.Interrupted).ConfigureAwait(false) : null;
        Check(known, task, inputs);
        var naming = new RunOptions { Id = request.Id, Name = request.Name, Labels = request.Labels };
        var order = new RunOrder(task.Name, inputs, naming) { Concurrency = request.Concurrency, FailFast = request.FailFast };
        IRun run;
        console.Interrupted.ThrowIfCancellationRequested();
        try
        {
            // Not given up half-way: who interrupts now is told the id of what may be recorded already.
            run = await session.Desk.StartAsync(order, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (known is not null && e is RunRejectedException or RemoteException { IsConflict: true })
        {
            throw Other(known!, e.Message);
        }

        if (session.IsRecorded)
        {
            Say(run.Id, known, isQuiet);
            await session.SayOthersAsync(run.Id).ConfigureAwait(false);
        }

        return run;
    }

    private void Check(RunInfo? known, TaskShape task, RunInputs inputs)
    {
        if (known is not null && known.Task != task.Name)
        {
            throw Other(known, $"The run '{known.Id}' is one of task {known.Task}, not of {task.Name}.");
        }

        if (known is not null && inputs.Count is { } count && (known.Items.MoreToCome ? known.Items.Total > count : known.Items.Total != count))
        {
            throw Other(known, $"The run '{known.Id}' has {known.Items.Total} recorded inputs, and here are {count}.");
        }
    }

    private UsageException Other(RunInfo known, string what) => new(
        what, $"Give this one another --id; or repeat the command that started '{known.Id}' as it was, or '{session.Command(session.IsElsewhere ? "results" : "resume", known.Id)}'.");

    private void Say(string id, RunInfo? known, bool isQuiet)
    {
        if (known is not null)
        {
            console.Say(known.EndedAt is null
                ? $"run {id} goes on: {known.Items.Done} of its items are recorded in {session.Place}"
                : $"run {id} has ended before: its results are read from {session.Place}");
        }
        else if (!isQuiet)
        {
            console.Say($"run {id} is recorded in {session.Place}");
        }
    }
}
