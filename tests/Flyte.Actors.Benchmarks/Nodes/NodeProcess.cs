namespace Flyte.Actors.Benchmarks;

/// <summary>A node of the cluster that has a process of its own.</summary>
/// <param name="process">The process.</param>
internal sealed class NodeProcess(ChildProcess process) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The process, as results name it.</summary>
    public int Id => process.Id;

    /// <summary>Where it is reached.</summary>
    public int Port { get; private set; }

    /// <summary>When it had become one of the cluster.</summary>
    public long UpAt { get; private set; }

    /// <summary>Starts a node, and waits until it is one of the cluster.</summary>
    public static async Task<NodeProcess> StartAsync(int seed, FleetSettings settings)
    {
        string[] arguments =
        [
            NodeChild.Name, Text(seed), settings.Roles.ToString(), Text(settings.Slots), Text(settings.Items), settings.Folder, settings.Store,
        ];
        var node = new NodeProcess(ChildProcess.Start(Limit, arguments));
        try
        {
            await node.UpAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public Task KillAsync() => process.KillAsync();

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private async Task UpAsync()
    {
        await foreach (var (word, number) in process.LinesAsync())
        {
            switch (word)
            {
                case NodeChild.Port:
                    Port = (int)number;
                    break;
                case NodeChild.Up:
                    UpAt = number;
                    return;
            }
        }

        throw new InvalidOperationException("The node ended before it was up: see its standard error.");
    }

    private static string Text(int number) => FormattableString.Invariant($"{number}");
}
