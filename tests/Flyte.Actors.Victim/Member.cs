using System.Globalization;

namespace Flyte.Actors.Victim;

/// <summary>A process that is a node of a cluster, until it is killed or cannot be one any more.</summary>
/// <param name="Port">Where it is reached, on the loopback interface.</param>
/// <param name="Seeds">The ports of the seed nodes.</param>
/// <param name="Roles">What it does.</param>
/// <param name="Slots">How many items it executes at once.</param>
/// <param name="Store">The address of the database.</param>
/// <param name="Log">The file in which its bodies are noted.</param>
/// <param name="Pause">How long an item waits.</param>
public sealed record Member(int Port, IReadOnlyList<int> Seeds, NodeRoles Roles, int Slots, string Store, string Log, TimeSpan Pause)
{
    /// <summary>The word that a program is given first which is to be one.</summary>
    public const string Word = "member";

    /// <summary>How it ends when it is to be started again.</summary>
    public const int StartAgain = 75;

    private const string Loopback = "127.0.0.1";

    /// <summary>How many bodies begin before it says so.</summary>
    public const int Stride = 20;

    /// <summary>What a program is given to be one.</summary>
    public string[] Arguments =>
    [
        Word, Number(Port), string.Join(',', Seeds.Select(Number)), Roles.ToString(), Number(Slots), Store, Log, Pause.ToString("c", CultureInfo.InvariantCulture),
    ];

    /// <summary>What nodes of such a cluster have in common.</summary>
    public static FlyteCluster Cluster(int port, IReadOnlyList<int> seeds, NodeRoles roles) => new()
    {
        Port = port,
        SeedNodes = [.. seeds.Select(seed => $"{Loopback}:{Number(seed)}")],
        Roles = roles,
        StableAfter = TimeSpan.FromSeconds(3),
        CancelWhenLost = TimeSpan.FromSeconds(1.5),
    };

    /// <summary>Reads what it is given.</summary>
    public static Member Parse(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return new Member(
            Number(arguments[1]),
            [.. arguments[2].Split(',').Select(Number)],
            Enum.Parse<NodeRoles>(arguments[3]),
            Number(arguments[4]),
            arguments[5],
            arguments[6],
            TimeSpan.ParseExact(arguments[7], "c", CultureInfo.InvariantCulture));
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
        var options = new FlyteOptions { Store = FlyteStore.Parse(Store), Cluster = Cluster(Port, Seeds, Roles) with { Slots = Slots } };
        await using var flyte = await FlyteRuntime.StartAsync(options, work.Env);
        Console.WriteLine("up");
        var end = await flyte.Ended;
        Console.WriteLine($"ended: {end.Message}");
        return end.ShouldRestart ? StartAgain : 1;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
