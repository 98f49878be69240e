using System.Globalization;

namespace Flyte.Actors.Tests.Chaos;

/// <summary>Draws one fault after the other, and heals each before the next.</summary>
internal sealed class ChaosStory(IReadOnlyList<IChaosFault> faults, ChaosPace pace, Action<string> note, int seed)
{
    // One of so many faults comes whether or not runs have gone on after the one before.
    private const int OneInto = 4;

    private readonly Dictionary<string, int> injected = faults.ToDictionary(fault => fault.Name, _ => 0, StringComparer.Ordinal);
    private readonly Random random = new(seed);

    /// <summary>How many there were of each kind.</summary>
    internal IReadOnlyDictionary<string, int> Injected => injected;

    /// <summary>Goes on for so long. Each kind comes once before one comes again.</summary>
    internal async Task TellAsync(TimeSpan length)
    {
        using var end = new CancellationTokenSource(length);
        var order = new Queue<IChaosFault>();
        while (!end.IsCancellationRequested)
        {
            if (order.Count == 0)
            {
                var all = faults.ToArray();
                random.Shuffle(all);
                order = new Queue<IChaosFault>(all);
            }

            await DoAsync(order.Dequeue());
            if (random.Next(OneInto) != 0)
            {
                await pace.GoneOnAsync();
            }

            await Task.Delay(random.Between(0.5, 3));
        }
    }

    private async Task DoAsync(IChaosFault fault)
    {
        var time = fault.Length(random);
        note(string.Create(CultureInfo.InvariantCulture, $"{fault.Name} for {time.TotalSeconds:0.0} s"));
        injected[fault.Name]++;
        await fault.InjectAsync(random);
        try
        {
            await Task.Delay(time);
        }
        finally
        {
            await fault.HealAsync();
        }

        note($"{fault.Name} is over");
        pace.Heal(fault.Name);
    }
}
