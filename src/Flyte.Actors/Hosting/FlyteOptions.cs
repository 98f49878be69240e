using Flyte.Actors.Hosting;
using Flyte.Actors.Runtime;
using Microsoft.Extensions.Logging;

namespace Flyte.Actors;

/// <summary>The settings of a runtime; each value is checked when it is set.</summary>
public sealed record FlyteOptions
{
    /// <summary>The most items in flight of a map whose concurrency is 0, and of the single calls of one item. Default 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int DefaultConcurrency
    {
        get;
        init => field = AtLeast(1, value, nameof(DefaultConcurrency));
    } = 1000;

    /// <summary>
    /// How many items may be started ahead of the one that the consumer of a stream asks for next, where the map does not say
    /// otherwise; 0 is no bound. Default 65,536.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int RunAhead
    {
        get;
        init => field = AtLeast(0, value, nameof(RunAhead));
    } = 65_536;

    /// <summary>
    /// Where runs are recorded, so that they outlive the process. Default <see cref="FlyteStore.Memory"/>: nowhere. Streams that
    /// are read as they are run belong to their readers and are not recorded.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public FlyteStore Store
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Store), "Use FlyteStore.Memory for runs that end with the process.");
    } = FlyteStore.Memory;

    /// <summary>What of the record may be lost by the failure of the machine. Default <see cref="Durability.Full"/>: nothing.</summary>
    public Durability Durability { get; init; } = Durability.Full;

    /// <summary>
    /// The most bytes that one input or one result may have as JSON, where it is recorded; above it stands a
    /// <see cref="ErrorCodes.PayloadTooLarge"/> error in its slot. Default 1,048,576.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxPayloadBytes
    {
        get;
        init => field = AtLeast(1, value, nameof(MaxPayloadBytes));
    } = 1024 * 1024;

    /// <summary>How long recorded runs are kept after their end, with their results. Default 30 days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan Retention
    {
        get;
        init => field = value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Retention), value, "Retention is longer than zero.");
    } = TimeSpan.FromDays(30);

    /// <summary>
    /// Whether the unfinished runs of the store go on when the runtime starts. Default true. Without it a runtime only shows, aborts
    /// and removes them: one that is asked for stands still, and says so in its <see cref="RunInfo.Notice"/>.
    /// </summary>
    public bool ResumesRuns { get; init; } = true;

    /// <summary>
    /// Whether a run that is found in the store fails when its task is not registered or takes other inputs now; and in a cluster, any
    /// run whose task no node has had that executes items, for <see cref="FlyteCluster.StableAfter"/> without interruption: nodes may
    /// be started again one after the other meanwhile. Default false: it waits, says so in its <see cref="RunInfo.Notice"/>, and goes
    /// on when there is a runtime with the task.
    /// </summary>
    public bool FailsWithoutTask { get; init; }

    /// <summary>How often an item is run again whose item actor was lost; such retries cost none of the task's own. Default 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int SystemRetries
    {
        get;
        init => field = AtLeast(0, value, nameof(SystemRetries));
    } = 2;

    /// <summary>
    /// How long a body may go on after its cancellation before it is left behind, counted as leaked, and its slot given to
    /// others. Default 5 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or longer than 24 days.</exception>
    public TimeSpan CancellationGrace
    {
        get;
        init => field = value >= TimeSpan.Zero && value <= TimeSpan.FromDays(24)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(CancellationGrace), value, "CancellationGrace is within zero and 24 days.");
    } = TimeSpan.FromSeconds(5);

    /// <summary>The most threads for synchronous bodies of the whole process; they are made as bodies block. Default 4,096.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxThreads
    {
        get;
        init => field = AtLeast(1, value, nameof(MaxThreads));
    } = 4096;

    /// <summary>How many submitted runs are kept after their end; the oldest are forgotten first. Default 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int FinishedRunsKept
    {
        get;
        init => field = AtLeast(0, value, nameof(FinishedRunsKept));
    } = 1000;

    /// <summary>The cluster that this process is a node of. Default null: it is alone.</summary>
    /// <exception cref="ArgumentException">Its values do not fit together.</exception>
    public FlyteCluster? Cluster
    {
        get;
        init => field = value?.Checked();
    }

    /// <summary>
    /// Makes the loggers of bodies (<see cref="TaskContext.Logger"/>), and has a scope around each body, with which the lines of all its
    /// loggers tell their run and item. Default null: in a service the host's, in a script none. It stays the caller's, to be disposed of after
    /// the runtime. Options that differ in it alone are equal.
    /// </summary>
    public ILoggerFactory? LoggerFactory
    {
        get => loggers.Value;
        init => loggers = new Uncompared<ILoggerFactory>(value);
    }

    private readonly Uncompared<ILoggerFactory> loggers;

    /// <summary>When a snapshot is made of what is recorded of a run.</summary>
    internal SnapshotRule Snapshots { get; init; } = SnapshotRule.Default;

    /// <summary>How often a run of another node is asked what that may not understand, once a second, before the asker is told so.</summary>
    internal int AskedInVain { get; init; } = 20;

    private static int AtLeast(int least, int value, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least {least}.");
}
