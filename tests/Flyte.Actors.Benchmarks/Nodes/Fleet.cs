namespace Flyte.Actors.Benchmarks;

/// <summary>A cluster on the loopback interface: nodes in processes of their own, and in this one.</summary>
/// <param name="settings">What its nodes have in common.</param>
internal sealed class Fleet(FleetSettings settings) : IAsyncDisposable
{
    private readonly List<FlyteRuntime> here = [];
    private readonly List<NodeProcess> processes = [];
    private int seed;

    /// <summary>The nodes in processes of their own that were not killed.</summary>
    public IReadOnlyList<NodeProcess> Processes => processes;

    /// <summary>Makes this process a node.</summary>
    public async Task<FlyteRuntime> EnterAsync(NodeRoles roles, NodeTasks tasks)
    {
        var flyte = await FlyteRuntime.StartAsync(settings.Options(seed, roles), tasks.Environment);
        here.Add(flyte);
        seed = seed == 0 ? NodeChild.PortOf(flyte) : seed;
        return flyte;
    }

    /// <summary>Starts a node in a process of its own.</summary>
    public async Task<NodeProcess> JoinAsync()
    {
        var node = await NodeProcess.StartAsync(seed, settings);
        processes.Add(node);
        seed = seed == 0 ? node.Port : seed;
        return node;
    }

    /// <summary>Ends a node without a warning.</summary>
    public async Task KillAsync(NodeProcess node)
    {
        await node.KillAsync();
        processes.Remove(node);
        await node.DisposeAsync();
    }

    /// <summary>How often bodies of an item were begun by anyone, where they are noted.</summary>
    public int[] CountNoted()
    {
        var noted = new int[settings.Items];
        foreach (var file in Directory.EnumerateFiles(settings.Folder, "ran-*"))
        {
            using var notes = new Marks(file, settings.Items);
            for (var item = 0; item < noted.Length; item++)
            {
                noted[item] += notes[item];
            }
        }

        return noted;
    }

    // Those that are here leave first: who leaves waits for others that answer.
    public async ValueTask DisposeAsync()
    {
        foreach (var flyte in Enumerable.Reverse(here))
        {
            await flyte.DisposeAsync();
        }

        foreach (var node in processes)
        {
            await node.DisposeAsync();
        }
    }
}
