using System.Collections.Concurrent;
using Akka.Actor;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Wakes runs that have work waiting or out for long: a thread of its own, since the system's timers are too coarse to notice
/// within a few milliseconds that every slot is busy. It sleeps while nobody asks.
/// </summary>
internal sealed class Pulse : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(2);

    private readonly ConcurrentQueue<(IActorRef Actor, int Beats)> waiting = new();
    private readonly AutoResetEvent asked = new(initialState: false);
    private volatile bool stopped;

    internal Pulse() => new Thread(Beat) { IsBackground = true, Name = "flyte-pulse" }.UnsafeStart();

    /// <summary>Sends a <see cref="Tick"/> after so many beats of two milliseconds.</summary>
    internal void Ask(IActorRef actor, int beats)
    {
        waiting.Enqueue((actor, beats));
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
            while (!stopped && !waiting.IsEmpty)
            {
                Thread.Sleep(Period);
                for (var left = waiting.Count; left > 0 && waiting.TryDequeue(out var next); left--)
                {
                    if (next.Beats > 1)
                    {
                        waiting.Enqueue((next.Actor, next.Beats - 1));
                    }
                    else
                    {
                        next.Actor.Tell(Tick.Instance, ActorRefs.NoSender);
                    }
                }
            }
        }
    }

    internal sealed record Tick : Protocol.IFlyteMessage
    {
        internal static readonly Tick Instance = new();
    }
}
