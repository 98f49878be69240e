using Flyte.Actors.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Flyte.Actors;

/// <summary>What a running body can know of itself. A body gets it as its last parameter, or by <see cref="Current"/>.</summary>
public sealed partial class TaskContext : IAmbient
{
    private readonly Func<TaskContext, ITaskRunner>? runners;
    private ITaskRunner? runner;
    private volatile bool hasEnded;
    private string? step;

    internal TaskContext(
        string task, string runId, int index, int attempt, int failures, DateTimeOffset? deadline, bool mayRunAgain, bool isRecorded,
        Func<TaskContext, ITaskRunner>? runners, ILogger logger, CancellationToken cancellation)
    {
        TaskName = task;
        RunId = runId;
        Index = index;
        Attempt = attempt;
        Failures = failures;
        Deadline = deadline;
        MayRunAgain = mayRunAgain;
        IsRecorded = isRecorded;
        Logger = logger;
        CancellationToken = cancellation;
        this.runners = runners;
    }

    /// <summary>The context of the body that runs here; null outside a run.</summary>
    public static TaskContext? Current => Ambient.Current;

    /// <summary>The full name of the task, <c>environment.function</c>.</summary>
    public string TaskName { get; }

    /// <summary>The run that the item belongs to; empty outside a run.</summary>
    public string RunId { get; }

    /// <summary>The item's position among the inputs of its run, from 0.</summary>
    public int Index { get; }

    /// <summary>Which attempt at the item this is, from 1.</summary>
    public int Attempt { get; }

    /// <summary>When the item must be done, over all its attempts; null for no limit.</summary>
    public DateTimeOffset? Deadline { get; }

    /// <summary>
    /// The same for every attempt at the item and for no other item: give it to what must not be done twice. An item is run
    /// at least once and recorded exactly once.
    /// </summary>
    public string IdempotencyKey => $"{RunId}/{Index}";

    /// <summary>Cancelled when the item or its run is aborted, and when the attempt's time is up.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>
    /// The log of the task, whose category is its full name: of the host's <see cref="ILoggerFactory"/>, or of <see cref="FlyteOptions.LoggerFactory"/>.
    /// Where there is neither, what is logged goes nowhere. Its lines, and those of all other loggers of that factory, have the run
    /// and the item in their scope while the body runs.
    /// </summary>
    public ILogger Logger { get; }

    /// <summary>Whether the item may be executed once more, so that what it calls must be found again.</summary>
    internal bool MayRunAgain { get; }

    /// <summary>How many attempts before this one have failed by the item's own fault.</summary>
    internal int Failures { get; }

    /// <summary>Whether the item outlives the process, and with it what it calls.</summary>
    internal bool IsRecorded { get; }

    /// <summary>Whether the body has called tasks, or asked for what it needs to do so.</summary>
    internal bool HasRunner => runner is not null;

    internal ITaskRunner Runner =>
        step is not null ? throw new InvalidOperationException(
            $"The step '{step}' of item {Index} of run '{RunId}' calls a task or traces a step, which a step cannot: do so before or after it, in the task's body.")
        : hasEnded ? throw new InvalidOperationException(
            $"The body of item {Index} of run '{RunId}' has ended: a task awaits all calls that it makes before it returns.")
        : runner ?? Interlocked.CompareExchange(ref runner, runners!(this), null) ?? runner!;

    TaskContext IAmbient.Context => this;

    /// <summary>Notes that the body has returned: what it started and did not await comes to nothing.</summary>
    internal void End()
    {
        hasEnded = true;
        runner?.End();
    }

    /// <summary>What the code of a step is shown: the same, without the right to call.</summary>
    private TaskContext InStep(string name) =>
        new(TaskName, RunId, Index, Attempt, Failures, Deadline, MayRunAgain, IsRecorded, null, Logger, CancellationToken) { step = name };

    internal static TaskContext Outside(string task, CancellationToken cancellation) =>
        new(task, "", 0, 1, 0, null, mayRunAgain: false, isRecorded: false, null, NullLogger.Instance, cancellation);
}
