namespace Flyte.Actors.Victim.Chaos;

/// <summary>A process that is a client of a cluster, and does what it is told on its input.</summary>
/// <param name="seeds">The addresses of the seed nodes.</param>
/// <param name="host">Where it is reached itself.</param>
/// <param name="stableAfter">As the nodes have it.</param>
public sealed class ChaosCaller(IReadOnlyList<string> seeds, string host, TimeSpan stableAfter)
{
    /// <summary>The word that a program is given first which is to be one.</summary>
    public const string Word = "chaos";

    /// <summary>Answers until its input ends, or until it is no client of the cluster any more.</summary>
    /// <returns>What the process ends with.</returns>
    public async Task<int> RunAsync()
    {
        var work = new ChaosWork(static (_, _) => { });
        var options = new FlyteOptions { Cluster = Member.Cluster($"{host}:0", seeds, NodeRoles.None, stableAfter) };
        await using var flyte = await FlyteRuntime.StartAsync(options, work.Env);
        Console.WriteLine("up");
        new ChaosDoor(flyte, work).Open();
        var end = await flyte.Ended;
        Console.WriteLine($"ended: {end.Message}");
        return Member.StartAgain;
    }
}
