using System.Diagnostics;
using Akka.Actor;

namespace Flyte.Actors.Benchmarks;

/// <summary>The process that is a node of the cluster, until it is killed.</summary>
internal static class NodeChild
{
    public const string Name = "node";
    public const string Port = "port";
    public const string Up = "up";

    /// <summary>Is a node.</summary>
    /// <param name="seed">The port of a node that is there already; 0 for the first one.</param>
    /// <param name="settings">What it has in common with the others.</param>
    /// <param name="output">Where it says that it is up.</param>
    public static async Task RunAsync(int seed, FleetSettings settings, ChildOutput output)
    {
        using var notes = NodeTasks.Notes(settings.Folder, Environment.ProcessId, settings.Items);
        await using var flyte = await FlyteRuntime.StartAsync(settings.Options(seed, settings.Roles), new NodeTasks(notes).Environment);
        var up = Stopwatch.GetTimestamp();
        output.Say(Port, PortOf(flyte));
        output.Say(Up, up);
        var end = await flyte.Ended;
        throw new InvalidOperationException($"The node has ended: {end.Message}");
    }

    /// <summary>Where a node is reached.</summary>
    public static int PortOf(FlyteRuntime flyte) => ((ExtendedActorSystem)flyte.System).Provider.DefaultAddress.Port ?? 0;
}
