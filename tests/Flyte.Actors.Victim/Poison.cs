using System.Text.Json;

namespace Flyte.Actors.Victim;

/// <summary>A run of which one item ends its process. Whoever starts the process again often enough gets all other results.</summary>
public static class Poison
{
    /// <summary>The item that nobody survives.</summary>
    public const int Deadly = 13;

    /// <summary>All items.</summary>
    public const int Items = 40;

    private const string Id = "poison";

    /// <summary>Runs the items, or goes on with them, and says what each came to.</summary>
    /// <param name="store">Where it records.</param>
    /// <param name="isNested">Whether the items are mapped by a root task, and not at the root.</param>
    public static async Task RunAsync(string store, bool isNested)
    {
        var env = new TaskEnvironment("poison");
        var bite = env.Task<int, int>("bite", Bite);
        var main = env.Task("main", async (int items) =>
            await bite.MapAsync(Enumerable.Range(0, items), concurrency: 4).Select(Show).ToListAsync());
        await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { Store = FlyteStore.Parse(store) }, env);
        var options = new RunOptions { Id = Id };
        var shown = isNested
            ? await flyte.RunAsync(main, Items, options)
            : await (await flyte.SubmitAsync(bite.MapAsync(Enumerable.Range(0, Items).ToArray(), concurrency: 4), options))
                .ResultsAsync().Select(Show).ToListAsync();
        Console.WriteLine("result " + JsonSerializer.Serialize(shown));
    }

    /// <summary>The body of an item.</summary>
    public static int Bite(int item)
    {
        if (item == Deadly)
        {
            Environment.FailFast("As the test wants it.");
        }

        return 2 * item;
    }

    /// <summary>What an item came to.</summary>
    public static string Show(ItemResult<int> result) => result.Error is { } error ? $"{error.Code} {error.Attempts}" : $"{result.Value}";
}
