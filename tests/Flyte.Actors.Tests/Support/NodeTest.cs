using System.Threading.Channels;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Flyte.Actors.Cluster;
using Flyte.Actors.Tasks;
using Xunit;

namespace Flyte.Actors.Tests.Support;

/// <summary>Nodes of one test in one process, on ports of the system's choice; they stop with the test.</summary>
public abstract class NodeTest : IAsyncLifetime
{
    private readonly List<FlyteRuntime> nodes = [];

    internal TaskEnvironment Env { get; } = new("nodes");

    /// <summary>A node that needs no database.</summary>
    internal FlyteCluster Plain { get; } = new()
    {
        Name = $"test-{Guid.NewGuid():N}",
        Port = 0,
        Roles = NodeRoles.Items,
        StableAfter = TimeSpan.FromSeconds(3),
        DrainGrace = TimeSpan.FromSeconds(1),
        ReportPause = TimeSpan.FromSeconds(2),
    };

    internal bool FailsWithoutTask { get; set; }

    /// <summary>How often nodes ask others what these may not understand.</summary>
    internal int AskedInVain { get; set; } = new FlyteOptions().AskedInVain;

    /// <summary>What nodes share that hold recorded runs.</summary>
    internal FlyteStore Store { get; set; } = FlyteStore.Memory;

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => EndAsync();

    /// <summary>Stops all nodes.</summary>
    internal async Task EndAsync() => await Task.WhenAll(nodes.Select(EndAsync)).Soon();

    // Those that leave together wait for each other, of whom some are gone: who gives itself up does not.
    private static async Task EndAsync(FlyteRuntime node)
    {
        if (!node.Ended.IsCompleted)
        {
            var cluster = Akka.Cluster.Cluster.Get(node.System);
            cluster.Down(cluster.SelfAddress);
        }

        await node.DisposeAsync();
    }

    /// <summary>Starts a node, and waits until it is up.</summary>
    internal Task<FlyteRuntime> StartAsync(FlyteCluster node) => StartAsync(node, Env);

    /// <summary>Starts a node with tasks of its own, and waits until it is up.</summary>
    internal async Task<FlyteRuntime> StartAsync(FlyteCluster node, params TaskEnvironment[] environments)
    {
        var runtime = await FlyteRuntime.StartAsync(new FlyteOptions { Cluster = node, Store = Store, FailsWithoutTask = FailsWithoutTask, AskedInVain = AskedInVain }, environments).Soon();
        nodes.Add(runtime);
        return runtime;
    }

    /// <summary>Starts a node that is not expected to get into its cluster, and waits for what it says about that.</summary>
    internal async Task<string> WarningAsync(FlyteCluster node)
    {
        var runtime = FlyteRuntime.Start(new FlyteOptions { Cluster = node }, TaskRegistry.Of([Env]), store: null);
        nodes.Add(runtime);
        return await SaysAsync<Warning>(runtime, "is not in the cluster");
    }

    /// <summary>Waits for a line in the log of a node.</summary>
    internal static async Task<string> SaysAsync<TEvent>(FlyteRuntime node, string part)
        where TEvent : LogEvent
    {
        var line = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var listener = node.System.ActorOf(Props.Create(() => new Listener(part, line)));
        node.System.EventStream.Subscribe(listener, typeof(TEvent));
        return await line.Task.Soon();
    }

    /// <summary>All warnings of a node that have something in them, one after the other.</summary>
    internal static Channel<string> Lines(FlyteRuntime node, string part)
    {
        var lines = Channel.CreateUnbounded<string>();
        var listener = node.System.ActorOf(Props.Create(() => new Recorder(part, lines)));
        node.System.EventStream.Subscribe(listener, typeof(Warning));
        return lines;
    }

    internal static string AddressOf(FlyteRuntime node) => SeedProbe.Of(Akka.Cluster.Cluster.Get(node.System).SelfAddress).ToString();

    /// <summary>Waits until a node sees so many nodes that are up.</summary>
    internal static async Task SeesAsync(FlyteRuntime node, int count)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        var cluster = Akka.Cluster.Cluster.Get(node.System);
        while (cluster.State.Members.Count(m => m.Status == MemberStatus.Up) != count)
        {
            await Task.Yield();
            Assert.False(bound.IsCancellationRequested, $"It sees {string.Join(", ", cluster.State.Members)}");
        }
    }

    private sealed class Recorder(string part, Channel<string> lines) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is LogEvent said && $"{said.Message}".Contains(part, StringComparison.Ordinal))
            {
                lines.Writer.TryWrite($"{said.Message}");
            }
        }
    }

    private sealed class Listener(string part, TaskCompletionSource<string> line) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is LogEvent said && $"{said.Message}".Contains(part, StringComparison.Ordinal))
            {
                line.TrySetResult($"{said.Message}");
            }
        }
    }
}
