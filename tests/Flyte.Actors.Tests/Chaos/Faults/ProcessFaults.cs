using Flyte.Actors.Tests.Support;

namespace Flyte.Actors.Tests.Chaos.Faults;

/// <summary>A node is killed, and started again by itself.</summary>
internal sealed class Killed(MemberProcesses nodes) : IChaosFault
{
    public string Name => "killed";

    public TimeSpan Length(Random random) => TimeSpan.Zero;

    public Task InjectAsync(Random random) => nodes.KillAsync(random.Next(nodes.Count));

    public Task HealAsync() => Task.CompletedTask;
}

/// <summary>A node stands still for longer or shorter than the others wait for it.</summary>
internal sealed class Frozen(MemberProcesses nodes, string name, double least, double most) : IChaosFault
{
    private MemberProcess? sleeper;

    public string Name => name;

    public TimeSpan Length(Random random) => random.Between(least, most);

    public Task InjectAsync(Random random)
    {
        sleeper = nodes[random.Next(nodes.Count)];
        return sleeper.EndedAt is null ? sleeper.PauseAsync() : Task.CompletedTask;
    }

    public Task HealAsync() => sleeper is { PausedAt: not null, EndedAt: null } ? sleeper.WakeAsync() : Task.CompletedTask;
}

/// <summary>Nothing goes to a node or comes from it.</summary>
internal sealed class CutOff(NetHub net, string name, double least, double most) : IChaosFault
{
    private int node;

    public string Name => name;

    public TimeSpan Length(Random random) => random.Between(least, most);

    public Task InjectAsync(Random random) => net.CutAsync(node = random.Next(net.Sites.Count));

    public Task HealAsync() => net.HealAsync(node);
}

/// <summary>A node is started again with little of what it needs, and then with enough of it.</summary>
/// <param name="nodes">All nodes.</param>
/// <param name="under">What each node's next process begins its command with.</param>
/// <param name="name">What is scarce.</param>
/// <param name="settings">What the process is told of it.</param>
internal sealed class Scarce(MemberProcesses nodes, Circumstances under, string name, params string[] settings) : IChaosFault
{
    private int node;

    public string Name => name;

    public TimeSpan Length(Random random) => random.Between(6, 15);

    public Task InjectAsync(Random random)
    {
        node = random.Next(nodes.Count);
        under.Set(node, settings);
        return nodes.KillAsync(node);
    }

    public Task HealAsync()
    {
        under.Set(node, []);
        return nodes.KillAsync(node);
    }
}
