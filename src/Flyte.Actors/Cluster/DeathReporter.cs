using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Cluster;

/// <summary>
/// Tells runs what was in hand of them in the process that was here before, when it died: they go on elsewhere, and only this
/// machine knows. It ends when all have heard it, or are no more.
/// </summary>
/// <param name="box">What it was.</param>
/// <param name="runs">The door to the runs.</param>
internal sealed class DeathReporter(BlackBox box, IActorRef runs) : UntypedActor, IWithTimers
{
    internal const string Name = "flyte-deaths";

    /// <summary>A run with more is not told of all: its items are not to blame.</summary>
    private const int MostItems = 10_000;

    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter log = Context.GetLogger();

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(BlackBox box, IActorRef runs) => ActorProps.Of(() => new DeathReporter(box, runs));

    protected override void PreStart()
    {
        foreach (var (root, _, items) in box.Deaths)
        {
            log.About(new RunId(root)).Warning("The process before this one died while it was working on {0} items of run {1}, which is told so.", items.Count, root);
        }

        var self = Self;
        Akka.Cluster.Cluster.Get(Context.System).RegisterOnMemberUp(() => self.Tell(Begin.Instance));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Begin:
                Timers.StartPeriodicTimer(nameof(Report), Report.Instance, TimeSpan.Zero, BetweenReports);
                break;
            case Report:
                Reports(box).ToList().ForEach(report => runs.Tell(report));
                break;
            case DeathCounted counted:
                box.Settle(counted.RunId.Value, counted.Death);
                break;
            case RunRejected { Code: RunRejected.NotFound } gone:
                box.Deaths.Where(death => death.Root == gone.RunId.Value).ToList().ForEach(death => box.Settle(death.Root, death.Death));
                break;
        }

        if (box.Deaths.Count == 0)
        {
            Context.Stop(Self);
        }
    }

    /// <summary>What is to be told to a run.</summary>
    internal static IReadOnlyList<ReportDeath> Of(BlackBox box, RunId run) => [.. Reports(box).Where(report => report.RunId.Value == run.Root)];

    private static IEnumerable<ReportDeath> Reports(BlackBox box) => box.Deaths.Select(
        death => new ReportDeath(new RunId(death.Root), death.Death, death.Items.Count > MostItems ? [.. death.Items.Take(MostItems)] : death.Items));

    private sealed record Begin
    {
        internal static readonly Begin Instance = new();
    }

    private sealed record Report
    {
        internal static readonly Report Instance = new();
    }
}
