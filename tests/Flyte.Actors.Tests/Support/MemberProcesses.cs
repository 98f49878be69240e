using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Flyte.Actors.Victim;

namespace Flyte.Actors.Tests.Support;

/// <summary>
/// The nodes of a cluster, each in a process of its own and always at the same port. One that ends by itself is started again, as by
/// a service manager.
/// </summary>
internal sealed class MemberProcesses : IAsyncDisposable
{
    private const int LowestPort = 20_000;
    private const int HighestPort = 32_000;

    private readonly string store;
    private readonly TimeSpan pause;
    private readonly int slots;
    private readonly TempFolder folder;
    private readonly int[] ports;
    private readonly Lock gate = new();
    private readonly List<MemberProcess> all = [];
    private readonly MemberProcess[] current;
    private readonly List<string> events = [];
    private readonly List<Task> watches = [];
    private bool isEnding;

    /// <param name="store">The address of their database.</param>
    /// <param name="folder">Where they note their bodies.</param>
    /// <param name="count">How many nodes.</param>
    /// <param name="slots">How many items each executes at once.</param>
    /// <param name="pause">How long an item waits.</param>
    internal MemberProcesses(string store, TempFolder folder, int count, int slots, TimeSpan pause)
    {
        (this.store, this.folder, this.slots, this.pause) = (store, folder, slots, pause);
        ports = FreePorts(count);
        current = new MemberProcess[count];
        Work = new NodeWork(pause, (_, _) => { });
    }

    /// <summary>The tasks, as a client has them.</summary>
    internal NodeWork Work { get; }

    internal int Count => ports.Length;

    /// <summary>Whether one is started again however it ended.</summary>
    internal bool StartsAgain { get; init; }

    /// <summary>Counts all bodies: one for each <see cref="Member.Stride"/>.</summary>
    internal Tally Begun { get; } = new();

    /// <summary>All processes that there were.</summary>
    internal IReadOnlyList<MemberProcess> All
    {
        get
        {
            lock (gate)
            {
                return [.. all];
            }
        }
    }

    /// <summary>What has happened to them.</summary>
    internal IReadOnlyList<string> Events
    {
        get
        {
            lock (gate)
            {
                return [.. events];
            }
        }
    }

    internal MemberProcess this[int node]
    {
        get
        {
            lock (gate)
            {
                return current[node];
            }
        }
    }

    internal async Task StartAsync()
    {
        for (var node = 0; node < Count; node++)
        {
            Start(node);
        }

        await UpAsync();
    }

    /// <summary>Waits until all are nodes of the cluster.</summary>
    internal Task UpAsync() => Task.WhenAll(Enumerable.Range(0, Count).Select(node => this[node].UpAsync()));

    internal MemberProcess Start(int node)
    {
        lock (gate)
        {
            var log = folder.File(string.Create(CultureInfo.InvariantCulture, $"bodies-{node}-{all.Count}"));
            var process = new MemberProcess(
                new Member(ports[node], ports, NodeRoles.Both, slots, store, log, pause), () => Begun.Add());
            all.Add(process);
            current[node] = process;
            watches.Add(WatchAsync(node, process));
            Note($"node {node} starts at port {ports[node]}");
            return process;
        }
    }

    internal async Task KillAsync(int node)
    {
        Note($"node {node} is killed");
        await this[node].KillAsync();
    }

    /// <summary>A node that does nothing but to ask.</summary>
    internal Task<FlyteRuntime> ClientAsync() =>
        FlyteRuntime.StartAsync(new FlyteOptions { Cluster = Member.Cluster(0, ports, NodeRoles.None) }, Work.Env).Soon();

    /// <summary>The node of a port.</summary>
    internal int NodeAt(int? port) => Array.IndexOf(ports, port!.Value);

    /// <summary>Waits until a client has heard that a node is out of the cluster.</summary>
    internal Task LostAsync(FlyteRuntime client, int node)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.System.ActorOf(LossWatch.Props(ports[node], lost));
        return lost.Task.Soon();
    }

    internal void Note(string what)
    {
        lock (gate)
        {
            events.Add(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss.fff} {what}"));
        }
    }

    /// <summary>Ends all of them by SIGKILL.</summary>
    internal async Task EndAsync()
    {
        lock (gate)
        {
            isEnding = true;
        }

        foreach (var process in All)
        {
            process.Kill();
        }

        await Task.WhenAll(All.Select(process => process.Ended)).Soon();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await Task.WhenAll(watches).Soon();
        foreach (var process in All)
        {
            process.Dispose();
        }
    }

    private async Task WatchAsync(int node, MemberProcess process)
    {
        var code = await process.Ended;
        lock (gate)
        {
            Note($"node {node} ended with {code}: {string.Join(" | ", process.Said.TakeLast(2))}");
            if ((StartsAgain || code == Member.StartAgain) && !isEnding)
            {
                Start(node);
            }
        }
    }

    // Below those that the system gives to outgoing connections: a node that is started again has to find its port free.
    private static int[] FreePorts(int count) =>
        [.. Random.Shared.GetItems(Enumerable.Range(LowestPort, HighestPort - LowestPort).ToArray(), 100 * count).Distinct().Where(IsFree).Take(count)];

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
