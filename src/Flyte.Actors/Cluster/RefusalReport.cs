using Akka.Actor;
using Akka.Event;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Cluster;

/// <summary>
/// Says that messages of others are refused: the first of a time at once, and how many there were when that time is over. Remoting
/// would say it of each, at length, and whoever reaches the port could fill the disk with that.
/// </summary>
internal sealed class RefusalReport : UntypedActor, IWithTimers
{
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private readonly ILoggingAdapter log = Context.GetLogger();
    private int more;

    public ITimerScheduler Timers { get; set; } = null!;

    internal static Props Props => ActorProps.Of(static () => new RefusalReport());

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(Warning));
        Context.System.EventStream.Subscribe(Self, typeof(Error));
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LogEvent said when RefusedMessage.Of(said) is { } refused:
                OnRefused(refused);
                break;
            case SpanOver when more > 0:
                log.Warning("{0} more messages from other systems were refused.", more);
                more = 0;
                StartSpan();
                break;
        }
    }

    private void OnRefused(RefusedMessage refused)
    {
        if (Timers.IsTimerActive(nameof(Span)))
        {
            more++;
            return;
        }

        log.Warning(
            "A message from {0} is refused: {1} Whoever sends it is no node of this cluster, or one of another version; further ones are only counted.",
            refused.From.Length == 0 ? "another system" : refused.From,
            refused.Why);
        StartSpan();
    }

    private void StartSpan() => Timers.StartSingleTimer(nameof(Span), SpanOver.Instance, Span);

    private sealed class SpanOver
    {
        internal static readonly SpanOver Instance = new();
    }
}
