using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Inputs;
using Flyte.Node.Output;

namespace Flyte.Node.Commands;

/// <summary>One <c>run</c>: the map, what is printed of it, and the reduction.</summary>
internal sealed class RunJob(RunRequest request, IFlyteClient client, NodeConsole console)
{
    private readonly bool single = request.Inputs.IsSingle && request.Reduce is null;

    /// <summary>Runs it.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="UsageException">The request cannot be carried out.</exception>
    internal async Task<int> RunAsync()
    {
        var catalog = new TaskCatalog(client.Tasks);
        var task = catalog.Find(request.Task);
        var reducer = request.Reduce is null ? null : Reduction.Check(catalog.Find(request.Reduce));
        await using var inputs = RunInputs.Open(request.Inputs, task, console);

        var screen = new Screen(console);
        var printer = Printer(screen, task);
        var successes = reducer is null ? null : new List<JsonElement>();
        var map = client.MapJson(task.Name, inputs.Texts, request.Concurrency, new MapOptions { FailFast = request.FailFast });
        var follower = new RunFollower(console, screen, printer, inputs) { Successes = successes, FailFast = request.FailFast };
        var outcome = await follower.FollowAsync(await SubmitAsync(map).ConfigureAwait(false), inputs.Count).ConfigureAwait(false);

        var reduced = reducer is null || outcome.Error is not null || console.Interrupted.IsCancellationRequested
            || await ReduceAsync(reducer, successes!, screen, printer).ConfigureAwait(false);
        Report(outcome);
        return console.Interrupted.IsCancellationRequested ? ExitCode.Interrupted
            : outcome.IsSuccess && reduced ? ExitCode.Done
            : ExitCode.Failed;
    }

    private ResultPrinter Printer(Screen screen, TaskInfo task) => request switch
    {
        { Json: true } => new JsonPrinter(screen),
        { Reduce: not null, Verbose: false } => new ReducedPrinter(screen),
        _ when task.OutputType == typeof(Nothing) => new SilentPrinter(screen),
        _ when single => new WholePrinter(screen),
        _ => new LinePrinter(screen),
    };

    private async Task<bool> ReduceAsync(TaskInfo reducer, List<JsonElement> successes, Screen screen, ResultPrinter printer)
    {
        var map = client.MapJson(reducer.Name, Reduction.Input(successes));
        var run = new RunFollower(console, screen, new ReductionPrinter(screen, printer), origins: null);
        var outcome = await run.FollowAsync(await SubmitAsync(map).ConfigureAwait(false), expected: 1).ConfigureAwait(false);
        foreach (var failure in outcome.Failures.First)
        {
            console.Say($"error: the reduction by {reducer.Name} failed: {failure.Error.Code}: {OneLine.Of(failure.Error.Message)}");
        }

        SayRunError(outcome);
        return outcome.IsSuccess;
    }

    private void Report(RunOutcome outcome)
    {
        FailureTable.Write(outcome.Failures, console);
        if (console.Interrupted.IsCancellationRequested)
        {
            console.Say("interrupted: the run was aborted, and what was done before is printed");
        }
        else
        {
            SayRunError(outcome);
        }

        if (!single || console.Interrupted.IsCancellationRequested)
        {
            console.Say(ProgressText.Summary(outcome.Info, console.Time.GetUtcNow()));
        }
    }

    private void SayRunError(RunOutcome outcome)
    {
        if (outcome.Error is not null)
        {
            console.Say($"error: {outcome.Error}");
        }
    }

    private Task<RunHandle<JsonElement>> SubmitAsync(MapStream<JsonElement> map) =>
        client.SubmitAsync(map, cancellationToken: console.Interrupted);
}
