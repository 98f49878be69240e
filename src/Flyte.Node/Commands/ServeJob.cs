using System.Globalization;
using System.Runtime.InteropServices;
using Akka.Cluster;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Output;
using Flyte.Node.Service;

namespace Flyte.Node.Commands;

/// <summary>One <c>serve</c>: the node, until it is told to stop or its cluster gives it up.</summary>
internal sealed class ServeJob(RuntimeSource runtime, NodeConsole console)
{
    private readonly NodeState state = new();

    /// <summary>Runs the node.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="UsageException">Its web interface cannot be where it is to be.</exception>
    /// <exception cref="StoreException">Its store cannot be shared, or not be opened.</exception>
    /// <exception cref="FlyteClusterException">It cannot start, or its cluster has other settings.</exception>
    internal async Task<int> RunAsync(ServeRequest request)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(console.Interrupted);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using var web = request.Web.IsOff ? null : await NodeWeb.StartAsync(request.Web, request.Telemetry, state, console).ConfigureAwait(false);
        await using var export = web is null ? new NodeExport(request.Telemetry, console) : null;
        try
        {
            var options = request.Options with { LoggerFactory = web?.Loggers ?? export!.Loggers };
            var node = await runtime.StartAsync(options, stop.Token).ConfigureAwait(false);
            state.Up(node);
            await ShowAsync(node, request.Options, web).ConfigureAwait(false);
            await node.Ended.WaitAsync(stop.Token).ConfigureAwait(false);
            return await EndAsync(node).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            state.Drain();
            console.Say(request.Options.Cluster is { } cluster
                ? string.Create(CultureInfo.InvariantCulture, $"stopping: items that run may go on for {cluster.DrainGrace.TotalSeconds:0.#} s; again stops at once")
                : "stopping: what is not done goes on when this store is served again");
            await runtime.DisposeAsync().ConfigureAwait(false);
            return ExitCode.Done;
        }

        void Stop(PosixSignalContext signal)
        {
            // A second one ends the process as if nobody had listened.
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private async Task ShowAsync(FlyteRuntime node, FlyteOptions options, NodeWeb? web)
    {
        await console.Out.WriteLineAsync(options.Cluster is { } settings ? InCluster(node, settings) : $"node is up: runs are recorded in {options.Store}").ConfigureAwait(false);
        if (web is not null)
        {
            await console.Out.WriteLineAsync($"web interface: {web.Address}").ConfigureAwait(false);
        }

        await console.Out.FlushAsync().ConfigureAwait(false);
        if (options.Cluster is not null)
        {
            node.System.ActorOf(MembershipLog.Props(console.Say), "flyte-membership-log");
        }
    }

    private static string InCluster(FlyteRuntime node, FlyteCluster settings)
    {
        var cluster = Cluster.Get(node.System);
        var nodes = cluster.State.Members.Count(member => member.Status is MemberStatus.Up);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"node {MembershipLog.Address(cluster.SelfAddress)} is up: {RolesText.Show(settings.Roles)}; {settings.Slots} slots; {nodes} {(nodes == 1 ? "node" : "nodes")}");
    }

    private async Task<int> EndAsync(FlyteRuntime node)
    {
        var end = await node.Ended.ConfigureAwait(false);
        console.Say(end.Reason is NodeEndReason.Left or NodeEndReason.Stopped ? end.Message : $"error: {end.Message}");
        return end.ShouldRestart ? ExitCode.Restart : end.Reason is NodeEndReason.Refused ? ExitCode.Usage : ExitCode.Done;
    }
}
