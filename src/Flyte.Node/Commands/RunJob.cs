using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Inputs;
using Flyte.Node.Output;
using Flyte.Node.Runs;

namespace Flyte.Node.Commands;

/// <summary>One <c>run</c>: the map, what is printed of it, and the reduction.</summary>
internal sealed class RunJob(RunRequest request, Session session, NodeConsole console)
{
    private const int LongestCommand = 2000;

    private readonly bool single = request.Inputs.IsSingle && request.Reduce is null;

    /// <summary>Runs it.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="UsageException">The request cannot be carried out.</exception>
    internal async Task<int> RunAsync()
    {
        var catalog = new TaskCatalog(await session.Desk.ListTasksAsync(console.Interrupted).ConfigureAwait(false));
        var task = catalog.Find(request.Task);
        var reducer = request.Reduce is null ? null : Reduction.Check(catalog.Find(request.Reduce));
        await using var inputs = RunInputs.Open(request.Inputs, task, console);

        var screen = new Screen(console);
        var printer = Printer(screen, task);
        var successes = reducer is null ? null : new List<JsonElement>();
        var run = await new RunStart(request, session, console).SubmitAsync(task, inputs, isQuiet: single).ConfigureAwait(false);
        var follower = new RunFollower(console, screen, printer, inputs)
        {
            Successes = successes,
            FailFast = request.FailFast,
            IsRecorded = session.IsRecorded,
        };
        var outcome = await follower.FollowAsync(run, inputs.Count).ConfigureAwait(false);

        var isReduced = reducer is null || outcome.Error is not null || outcome.IsInterrupted
            || await new Reducer(session.Desk, screen, printer, console).ReduceAsync(reducer, successes!, run.Id).ConfigureAwait(false);
        return new RunReport(session, console).Write(outcome, single, GoOn(outcome.Info), isReduced);
    }

    // What is not recorded of the inputs only their giver can give again, and what is to be reduced has to be said again.
    private string GoOn(RunInfo run) => session.IsElsewhere || run.Items.MoreToCome || request.Reduce is not null ? Again(run.Id) : session.Command("resume", run.Id);

    private string Again(string id)
    {
        var words = request.Again(id);
        var command = words.Length <= LongestCommand ? $"{console.Program} {words}" : $"the same command with --id {id}";
        return request.Inputs.Lines is "-" ? $"{command}, with the same standard input" : command;
    }

    private ResultPrinter Printer(Screen screen, TaskShape task) => request switch
    {
        { Json: true } => new JsonPrinter(screen),
        { Reduce: not null, Verbose: false } => new ReducedPrinter(screen),
        _ => ResultPrinter.For(task, single, screen),
    };
}
