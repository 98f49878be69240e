using System.Globalization;
using Flyte.Actors.Victim;

namespace Flyte.Actors.Tests.Support;

/// <summary>
/// The nodes of a cluster, each in a process of its own and always at the same port. One that ends by itself is started again, as by
/// a service manager.
/// </summary>
internal sealed class MemberProcesses : IAsyncDisposable
{
    private readonly IReadOnlyList<Site> sites;
    private readonly Func<int, string, Member> member;
    private readonly TempFolder folder;
    private readonly Lock gate = new();
    private readonly List<MemberProcess> all = [];
    private readonly MemberProcess[] current;
    private readonly List<string> events = [];
    private readonly List<Task> watches = [];
    private bool isEnding;

    /// <param name="sites">Where they are.</param>
    /// <param name="member">What each of them is: its number, and the file in which it notes its bodies.</param>
    /// <param name="folder">Where they note their bodies.</param>
    internal MemberProcesses(IReadOnlyList<Site> sites, Func<int, string, Member> member, TempFolder folder)
    {
        (this.sites, this.member, this.folder) = (sites, member, folder);
        current = new MemberProcess[sites.Count];
        Work = new NodeWork(TimeSpan.Zero, (_, _) => { });
    }

    /// <summary>The tasks, as a client has them.</summary>
    internal NodeWork Work { get; }

    internal int Count => sites.Count;

    /// <summary>Whether one is started again however it ended.</summary>
    internal bool StartsAgain { get; init; }

    /// <summary>What a node's next process begins its command with, beside what enters its network.</summary>
    internal Func<int, IReadOnlyList<string>> Under { get; init; } = static _ => [];

    /// <summary>Told of each process as it starts.</summary>
    internal Action<MemberProcess>? OnStart { get; init; }

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
            var process = new MemberProcess(member(node, log), [.. sites[node].Enter, .. Under(node)], () => Begun.Add());
            all.Add(process);
            current[node] = process;
            OnStart?.Invoke(process);
            watches.Add(WatchAsync(node, process));
            Note($"node {node} starts at {sites[node].Address}");
            return process;
        }
    }

    internal async Task KillAsync(int node)
    {
        Note($"node {node} is killed");
        await this[node].KillAsync();
    }

    /// <summary>A node that does nothing but to ask.</summary>
    internal Task<FlyteRuntime> ClientAsync()
    {
        var like = member(0, "");
        var client = Member.Cluster($"{like.Address.Split(':')[0]}:0", like.Seeds, NodeRoles.None, like.StableAfter);
        return FlyteRuntime.StartAsync(new FlyteOptions { Cluster = client }, Work.Env).Soon();
    }

    /// <summary>The node of an address.</summary>
    internal int NodeAt(string address) => sites.Index().Single(site => site.Item.Address == address).Index;

    /// <summary>Waits until a client has heard that a node is out of the cluster.</summary>
    internal Task LostAsync(FlyteRuntime client, int node)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.System.ActorOf(LossWatch.Props(sites[node].Address, lost));
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
}
