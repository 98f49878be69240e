using Flyte.Actors.Tests.Support;

namespace Flyte.Actors.Tests.Chaos.Faults;

/// <summary>The database is stopped, and started again.</summary>
internal sealed class DatabaseStopped(PostgresServer server, string how) : IChaosFault
{
    public string Name => $"database stopped ({how})";

    public TimeSpan Length(Random random) => random.Between(0, 8);

    public Task InjectAsync(Random random) => server.StopAsync(how);

    public Task HealAsync() => server.StartAsync();
}

/// <summary>The database holds its connections and answers nobody.</summary>
internal sealed class DatabaseFrozen(PostgresServer server) : IChaosFault
{
    public string Name => "database frozen";

    public TimeSpan Length(Random random) => random.Between(1, 14);

    public Task InjectAsync(Random random) => server.FreezeAsync();

    public Task HealAsync() => server.ThawAsync();
}

/// <summary>The database works for a small part of the time.</summary>
internal sealed class DatabaseSlow(PostgresServer server) : IChaosFault
{
    private static readonly TimeSpan Still = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AtWork = TimeSpan.FromMilliseconds(20);

    private volatile bool isOver;
    private Task slowing = Task.CompletedTask;

    public string Name => "database slow";

    public TimeSpan Length(Random random) => random.Between(3, 10);

    public Task InjectAsync(Random random)
    {
        isOver = false;
        slowing = SlowAsync();
        return Task.CompletedTask;
    }

    public Task HealAsync()
    {
        isOver = true;
        return slowing;
    }

    private async Task SlowAsync()
    {
        while (!isOver)
        {
            await server.FreezeAsync();
            await Task.Delay(Still);
            await server.ThawAsync();
            await Task.Delay(AtWork);
        }
    }
}

/// <summary>There is no room on the disk of a server, which refuses what is written, or ends.</summary>
internal sealed class DatabaseFull(PostgresServer server) : IChaosFault
{
    public string Name => "database full";

    public TimeSpan Length(Random random) => random.Between(1, 10);

    public Task InjectAsync(Random random) => server.FillAsync();

    public async Task HealAsync()
    {
        await server.EmptyAsync();
        await server.StartAsync();
    }
}

/// <summary>There is no room on the disk of the file.</summary>
internal sealed class DiskFull(SmallDisk disk) : IChaosFault
{
    public string Name => "disk full";

    public TimeSpan Length(Random random) => random.Between(1, 12);

    public Task InjectAsync(Random random)
    {
        disk.Fill();
        return Task.CompletedTask;
    }

    public Task HealAsync()
    {
        disk.Empty();
        return Task.CompletedTask;
    }
}
