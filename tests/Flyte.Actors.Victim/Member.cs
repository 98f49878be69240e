using System.Globalization;
using Flyte.Actors.Victim.Chaos;

namespace Flyte.Actors.Victim;

/// <summary>
/// A process that is a node of a cluster, until it is killed or cannot be one any more; or one that is alone, and is asked on its input.
/// </summary>
/// <param name="Address">Where it is reached, as <c>host:port</c>.</param>
/// <param name="Seeds">The addresses of the seed nodes; none of one that is alone.</param>
/// <param name="Roles">What it does.</param>
/// <param name="Slots">How many items it executes at once.</param>
/// <param name="Store">The address of the database.</param>
/// <param name="Log">The file in which its bodies are noted.</param>
/// <param name="Pause">How long an item waits.</param>
/// <param name="StableAfter">How long it and the others wait for nodes that they cannot reach.</param>
public sealed record Member(
    string Address, IReadOnlyList<string> Seeds, NodeRoles Roles, int Slots, string Store, string Log, TimeSpan Pause, TimeSpan StableAfter)
{
    /// <summary>The word that a program is given first which is to be one.</summary>
    public const string Word = "member";

    /// <summary>How it ends when it is to be started again.</summary>
    public const int StartAgain = 75;

    /// <summary>How many bodies begin before it says so.</summary>
    public const int Stride = 20;

    /// <summary>Whether it belongs to no cluster.</summary>
    public bool IsAlone => Seeds.Count == 0;

    /// <summary>What a program is given to be one.</summary>
    public string[] Arguments =>
    [
        Word, Address, string.Join(',', Seeds), Roles.ToString(), Slots.ToString(CultureInfo.InvariantCulture), Store, Log, Text(Pause), Text(StableAfter),
    ];

    /// <summary>What nodes of such a cluster have in common.</summary>
    public static FlyteCluster Cluster(string address, IReadOnlyList<string> seeds, NodeRoles roles, TimeSpan stableAfter)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new FlyteCluster
        {
            Hostname = address.Split(':')[0],
            Port = int.Parse(address.Split(':')[1], CultureInfo.InvariantCulture),
            SeedNodes = seeds,
            Roles = roles,
            StableAfter = stableAfter,
        };
    }

    /// <summary>Reads what it is given.</summary>
    public static Member Parse(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return new Member(
            arguments[1],
            arguments[2].Split(',', StringSplitOptions.RemoveEmptyEntries),
            Enum.Parse<NodeRoles>(arguments[3]),
            int.Parse(arguments[4], CultureInfo.InvariantCulture),
            arguments[5],
            arguments[6],
            Span(arguments[7]),
            Span(arguments[8]));
    }

    /// <summary>Is a node until it can be one no more. Says 'up', and 'begun' whenever so many bodies more have begun.</summary>
    /// <returns>What the process ends with.</returns>
    public async Task<int> RunAsync()
    {
        using var log = new BodyLog(Log);
        var begun = 0;
        var work = new NodeWork(Pause, (isStart, body) =>
        {
            log.Note(isStart, body);
            if (isStart && Interlocked.Increment(ref begun) % Stride == 0)
            {
                Console.WriteLine("begun");
            }
        });
        var chaos = new ChaosWork(log.Note);
        var cluster = IsAlone ? null : Cluster(Address, Seeds, Roles, StableAfter) with { Slots = Slots };
        await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { Store = FlyteStore.Parse(Store), Cluster = cluster }, work.Env, chaos.Env);
        Console.WriteLine("up");
        if (IsAlone)
        {
            new ChaosDoor(flyte, chaos).Open();
        }

        var end = await flyte.Ended;
        Console.WriteLine($"ended: {end.Message}");
        return end.ShouldRestart ? StartAgain : 1;
    }

    private static string Text(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);

    private static TimeSpan Span(string text) => TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture);
}
