using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Flyte.Actors.Tests.Support;

/// <summary>A scheduler whose time stands still until a test moves it on. Any thread may use it.</summary>
public sealed class VirtualScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider
{
    /// <summary>How a system is told to use it.</summary>
    internal const string Config = "akka.scheduler.implementation = \"Flyte.Actors.Tests.Support.VirtualScheduler, Flyte.Actors.Tests\"";

    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock gate = new();
    private readonly PriorityQueue<Entry, (TimeSpan Due, long Number)> entries = new();
    private TimeSpan elapsed;
    private TimeSpan set;
    private long count;

    public VirtualScheduler(Config config, ILoggingAdapter log)
        : base(config, log)
    {
    }

    public override TimeSpan MonotonicClock
    {
        get
        {
            lock (gate)
            {
                return elapsed;
            }
        }
    }

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow
    {
        get
        {
            lock (gate)
            {
                return Start + elapsed + set;
            }
        }
    }

    /// <summary>How long it is until something is due; null where nothing is.</summary>
    internal TimeSpan? UntilNext
    {
        get
        {
            lock (gate)
            {
                while (entries.TryPeek(out var entry, out _) && entry.Cancelable?.IsCancellationRequested == true)
                {
                    entries.Dequeue();
                }

                return entries.TryPeek(out _, out var at) ? at.Due - elapsed : null;
            }
        }
    }

    /// <summary>Sets the clock forward, or back. No time passes by that.</summary>
    internal void Set(TimeSpan by)
    {
        lock (gate)
        {
            set += by;
        }
    }

    /// <summary>Moves time on and does, in order, what becomes due on the way.</summary>
    internal void Advance(TimeSpan by)
    {
        var end = MonotonicClock + by;
        while (TakeDue(end) is { } entry)
        {
            entry.Do();
        }

        lock (gate)
        {
            elapsed = end;
        }
    }

    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Add(delay, new Entry(() => receiver.Tell(message, sender), null, cancelable));

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable? cancelable) =>
        Add(initialDelay, new Entry(() => receiver.Tell(message, sender), interval, cancelable));

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Add(delay, new Entry(action, null, cancelable));

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) =>
        Add(delay, new Entry(action.Run, null, cancelable));

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(initialDelay, new Entry(action, interval, cancelable));

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        Add(initialDelay, new Entry(action.Run, interval, cancelable));

    private void Add(TimeSpan delay, Entry entry)
    {
        if (delay <= TimeSpan.Zero)
        {
            entry.Do();
            return;
        }

        lock (gate)
        {
            entries.Enqueue(entry, (elapsed + delay, count++));
        }
    }

    private Entry? TakeDue(TimeSpan end)
    {
        lock (gate)
        {
            if (!entries.TryPeek(out var entry, out var at) || at.Due > end)
            {
                return null;
            }

            entries.Dequeue();
            elapsed = at.Due > elapsed ? at.Due : elapsed;
            if (entry.Interval is { } interval)
            {
                entries.Enqueue(entry, (elapsed + interval, count++));
            }

            return entry;
        }
    }

    private sealed record Entry(Action Action, TimeSpan? Interval, ICancelable? Cancelable)
    {
        internal void Do()
        {
            if (Cancelable?.IsCancellationRequested != true)
            {
                Action();
            }
        }
    }
}
