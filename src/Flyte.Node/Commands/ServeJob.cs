using System.Globalization;
using System.Runtime.InteropServices;
using Akka.Cluster;
using Flyte.Actors;
using Flyte.Node.Configuration;
using Flyte.Node.Output;

namespace Flyte.Node.Commands;

/// <summary>One <c>serve</c>: the node, until it is told to stop or its cluster gives it up.</summary>
internal sealed class ServeJob(RuntimeSource runtime, NodeConsole console)
{
    /// <summary>Runs the node.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="StoreException">Its store cannot be shared, or not be opened.</exception>
    /// <exception cref="FlyteClusterException">It cannot start, or its cluster has other settings.</exception>
    internal async Task<int> RunAsync(FlyteOptions options)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(console.Interrupted);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var node = await runtime.StartAsync(options, stop.Token).ConfigureAwait(false);
            await ShowAsync(node, options.Cluster!).ConfigureAwait(false);
            await node.Ended.WaitAsync(stop.Token).ConfigureAwait(false);
            return await EndAsync(node).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            console.Say(string.Create(
                CultureInfo.InvariantCulture, $"stopping: items that run may go on for {options.Cluster!.DrainGrace.TotalSeconds:0.#} s; again stops at once"));
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

    private async Task ShowAsync(FlyteRuntime node, FlyteCluster settings)
    {
        var cluster = Cluster.Get(node.System);
        var nodes = cluster.State.Members.Count(member => member.Status is MemberStatus.Up);
        await console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"node {MembershipLog.Address(cluster.SelfAddress)} is up: {RolesText.Show(settings.Roles)}; {settings.Slots} slots; {nodes} {(nodes == 1 ? "node" : "nodes")}")).ConfigureAwait(false);
        await console.Out.FlushAsync().ConfigureAwait(false);
        node.System.ActorOf(MembershipLog.Props(console.Say), "flyte-membership-log");
    }

    private async Task<int> EndAsync(FlyteRuntime node)
    {
        var end = await node.Ended.ConfigureAwait(false);
        console.Say(end.Reason is NodeEndReason.Left or NodeEndReason.Stopped ? end.Message : $"error: {end.Message}");
        return end.ShouldRestart ? ExitCode.Restart : end.Reason is NodeEndReason.Refused ? ExitCode.Usage : ExitCode.Done;
    }
}
