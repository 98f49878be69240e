using System.Collections.Concurrent;
using Akka.Actor;
using Flyte.Actors.Protocol;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Wakes runs whose leases are out for long, or whose slots are all busy: a thread of its own, since the system's timers are too coarse to notice within a
/// few milliseconds. It sleeps while nobody asks.
/// </summary>
internal sealed class Pulse : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(2);

    private readonly ConcurrentQueue<(IActorRef Actor, int Beats)> asking = new();
    private readonly AutoResetEvent asked = new(initialState: false);
    private volatile bool stopped;

    internal Pulse() => new Thread(Beat) { IsBackground = true, Name = "flyte-pulse" }.UnsafeStart();

    /// <summary>Sends a <see cref="Tick"/> after so many beats of two milliseconds.</summary>
    internal void Ask(IActorRef actor, int beats)
    {
        asking.Enqueue((actor, beats));
        asked.Set();
    }

    public void Dispose()
    {
        stopped = true;
        asked.Set();
    }

    private void Beat()
    {
        while (!stopped)
        {
            asked.WaitOne();
            Thread.Sleep(Period);
            for (var left = asking.Count; left > 0 && asking.TryDequeue(out var next); left--)
            {
                if (next.Beats > 1)
                {
                    asking.Enqueue((next.Actor, next.Beats - 1));
                }
                else
                {
                    next.Actor.Tell(Tick.Instance, ActorRefs.NoSender);
                }
            }

            if (!asking.IsEmpty)
            {
                asked.Set();
            }
        }
    }

    internal sealed record Tick : IFlyteMessage
    {
        internal static readonly Tick Instance = new();
    }
}
