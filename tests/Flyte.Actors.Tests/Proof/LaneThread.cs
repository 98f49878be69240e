using System.Collections.Concurrent;
using Akka.Configuration;
using Akka.Dispatch;

namespace Flyte.Actors.Tests.Proof;

/// <summary>The one thread on which all actors of a system run, one after the other, and that tells when none has anything to do.</summary>
internal sealed class LaneThread : IDisposable
{
    private static readonly ConcurrentDictionary<string, LaneThread> All = new(StringComparer.Ordinal);

    private readonly Lock gate = new();
    private readonly Queue<IRunnable> queue = [];
    private readonly SemaphoreSlim work = new(0);
    private readonly ManualResetEventSlim idle = new(initialState: true);
    private volatile bool isStopped;
    private long count;

    internal LaneThread()
    {
        All[Name] = this;
        new Thread(Run) { IsBackground = true, Name = Name }.Start();
    }

    internal string Name { get; } = $"lane-{Guid.NewGuid():N}";

    /// <summary>Has a system's actors run on it.</summary>
    internal string Config => string.Join('\n', new[] { "akka.actor.default-dispatcher", "akka.actor.internal-dispatcher", "flyte.dispatcher" }.Select(dispatcher => $$"""
        {{dispatcher}} {
          type = Dispatcher
          executor = "Flyte.Actors.Tests.Proof.LaneExecutor, Flyte.Actors.Tests"
          throughput = 16
          lane = "{{Name}}"
        }
        """));

    internal static LaneThread Of(string name) => All[name];

    internal void Execute(IRunnable run)
    {
        lock (gate)
        {
            queue.Enqueue(run);
            idle.Reset();
        }

        work.Release();
    }

    /// <summary>Waits until there is nothing to do; returns how much was done so far.</summary>
    internal long WaitIdle()
    {
        if (!idle.Wait(Support.Patience.Bound))
        {
            throw new TimeoutException("The actors do not come to rest.");
        }

        return Volatile.Read(ref count);
    }

    public void Dispose()
    {
        isStopped = true;
        All.TryRemove(Name, out _);
        work.Release();
    }

    private void Run()
    {
        while (true)
        {
            work.Wait();
            IRunnable? next;
            lock (gate)
            {
                queue.TryDequeue(out next);
            }

            if (next is null && isStopped)
            {
                return;
            }

            next?.Run();
            lock (gate)
            {
                count++;
                if (queue.Count == 0)
                {
                    idle.Set();
                }
            }
        }
    }
}

/// <summary>How Akka is told of it.</summary>
public sealed class LaneExecutor(Config config, IDispatcherPrerequisites prerequisites) : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new Service(id, LaneThread.Of(Config.GetString("lane")));

    private sealed class Service(string id, LaneThread thread) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) => thread.Execute(run);

        public override void Shutdown()
        {
        }
    }
}
