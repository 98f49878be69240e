using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Runtime;

/// <summary>Feeds a run with the inputs of another one, at the pace that it asks for.</summary>
internal sealed class RerunFeeder(IActorRef run, RerunPages pages, int from) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter log = Context.GetLogger();
    private int next = from;
    private bool isReading;

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props(IActorRef run, RerunPages pages, int from) => ActorProps.Of(() => new RerunFeeder(run, pages, from));

    protected override void PreStart() => Read();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AddItems items:
                isReading = false;
                run.Tell(items, Self);
                next = items.Offset + (items.Page?.Count ?? 0);
                break;
            case ItemsAccepted { IsStopping: true }:
                Context.Stop(Self);
                break;
            case ItemsAccepted accepted when accepted.Credit > next && !isReading:
                Read();
                break;
            case Failed failed:
                log.About(pages.Run).Warning("The inputs of a run that is run again cannot be read; they are asked for again. {0}", failed.Cause.GetBaseException().Message);
                Timers.StartSingleTimer(nameof(Again), Again.Instance, BeforeRepeat);
                break;
            case Again:
                Read();
                break;
        }
    }

    private void Read()
    {
        isReading = true;
        var at = next;
        _ = Task.Run(() => pages.ReadAsync(at)).PipeTo(Self, success: items => items, failure: e => new Failed(e));
    }

    private sealed record Failed(Exception Cause);

    private sealed record Again
    {
        internal static readonly Again Instance = new();
    }
}
