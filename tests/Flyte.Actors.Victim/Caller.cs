using System.Text.Json;
using Akka.Actor;

namespace Flyte.Actors.Victim;

/// <summary>
/// A process that is a client of a cluster: it submits a run and reads its results, says what it hears of the nodes, and where the
/// run is when it is asked.
/// </summary>
/// <param name="seeds">The addresses of the seed nodes.</param>
/// <param name="host">Where it is reached itself.</param>
public sealed class Caller(IReadOnlyList<string> seeds, string host)
{
    /// <summary>The word that a program is given first which is to be one.</summary>
    public const string Word = "caller";

    /// <summary>The run.</summary>
    public const string Id = "work";

    /// <summary>What it is asked for the node that holds the run.</summary>
    public const string Holder = "holder";

    /// <summary>Submits a run, reads it to its end and says what it came to. Ends with its input at the latest.</summary>
    public async Task<int> RunAsync(int items, int concurrency, TimeSpan stableAfter)
    {
        var work = new NodeWork(TimeSpan.Zero, static (_, _) => { });
        var options = new FlyteOptions { Cluster = Member.Cluster($"{host}:0", seeds, NodeRoles.None, stableAfter) };
        await using var flyte = await FlyteRuntime.StartAsync(options, work.Env);
        flyte.System.ActorOf(NodeWatch.Props(Console.WriteLine));
        var run = await flyte.SubmitAsync(work.Item.MapAsync(Enumerable.Range(0, items).ToArray(), concurrency), new RunOptions { Id = Id });
        Console.WriteLine("submitted");
        new Thread(() => Answer(flyte.System)) { IsBackground = true }.Start();
        var results = await run.ResultsAsync().Select(result => result.Value).ToListAsync();
        Console.WriteLine("results " + JsonSerializer.Serialize(results));
        return 0;
    }

    private static void Answer(ActorSystem system)
    {
        while (Console.ReadLine() is { } question)
        {
            if (question == Holder)
            {
                _ = SayHolderAsync(system);
            }
        }

        Environment.Exit(1);
    }

    private static async Task SayHolderAsync(ActorSystem system)
    {
        var address = await RunFinder.FindAsync(system, Id);
        Console.WriteLine($"{Holder} {address.Host}:{address.Port}");
    }
}
