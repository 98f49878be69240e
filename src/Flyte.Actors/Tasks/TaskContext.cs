using Flyte.Actors.Tasks;

namespace Flyte.Actors;

/// <summary>What a running body can know of itself. A body gets it as its last parameter, or by <see cref="Current"/>.</summary>
public sealed class TaskContext : IAmbient
{
    private readonly Func<TaskContext, ITaskRunner>? runners;
    private ITaskRunner? runner;
    private volatile bool hasEnded;

    internal TaskContext(
        string task, string runId, int index, int attempt, int failures, DateTimeOffset? deadline, bool mayRunAgain, bool isRecorded,
        Func<TaskContext, ITaskRunner>? runners, CancellationToken cancellation)
    {
        TaskName = task;
        RunId = runId;
        Index = index;
        Attempt = attempt;
        Failures = failures;
        Deadline = deadline;
        MayRunAgain = mayRunAgain;
        IsRecorded = isRecorded;
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

    /// <summary>Whether the item may be executed once more, so that what it calls must be found again.</summary>
    internal bool MayRunAgain { get; }

    /// <summary>How many attempts before this one have failed by the item's own fault.</summary>
    internal int Failures { get; }

    /// <summary>Whether the item outlives the process, and with it what it calls.</summary>
    internal bool IsRecorded { get; }

    /// <summary>Whether the body has called tasks, or asked for what it needs to do so.</summary>
    internal bool HasRunner => runner is not null;

    internal ITaskRunner Runner =>
        hasEnded ? throw new InvalidOperationException(
            $"The body of item {Index} of run '{RunId}' has ended: a task awaits all calls that it makes before it returns.")
        : runner ?? Interlocked.CompareExchange(ref runner, runners!(this), null) ?? runner!;

    TaskContext IAmbient.Context => this;

    /// <summary>Notes that the body has returned: what it started and did not await comes to nothing.</summary>
    internal void End()
    {
        hasEnded = true;
        runner?.End();
    }

    internal static TaskContext Outside(string task, CancellationToken cancellation) =>
        new(task, "", 0, 1, 0, null, mayRunAgain: false, isRecorded: false, null, cancellation);
}
