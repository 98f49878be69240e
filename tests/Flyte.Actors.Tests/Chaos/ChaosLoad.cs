using System.Collections.Concurrent;
using System.Globalization;
using Flyte.Actors.Victim;
using Flyte.Actors.Victim.Chaos;

namespace Flyte.Actors.Tests.Chaos;

/// <summary>Runs of all shapes, several at once, one after the other until it is told to stop. Each result is compared.</summary>
internal sealed class ChaosLoad(ChaosClient client, ChaosPace pace, int seed)
{
    private const int AtOnce = 6;
    private const int ReadAgain = 20;
    private const int Inputs = 100_000;

    private static readonly ChaosShape[] Shapes = Enum.GetValues<ChaosShape>();

    private readonly ConcurrentQueue<ChaosRecord> records = new();
    private volatile bool isStopped;
    private int number;

    internal IReadOnlyCollection<ChaosRecord> Records => records;

    /// <summary>Runs until it is stopped, and until all that has begun has ended.</summary>
    internal Task RunAsync() => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(lane => Task.Run(() => RunAsync(new Random(seed + lane)))));

    /// <summary>Begins no more runs.</summary>
    internal void Stop() => isStopped = true;

    /// <summary>Reads some of the runs again that have ended: what was shown stays.</summary>
    internal async Task ReadAgainAsync()
    {
        var sample = records.Where(record => record.Phase is not null).ToArray();
        new Random(seed).Shuffle(sample);
        foreach (var record in sample.Take(ReadAgain))
        {
            var again = new ChaosRecord(record.Run) { AbortedAt = record.AbortedAt };
            await ReadAsync(again);
            again.End(record.Phase!);
            record.Wrong.AddRange(again.Wrong.Except(record.Wrong).Select(wrong => $"Read again: {wrong}"));
        }
    }

    private async Task RunAsync(Random random)
    {
        while (!isStopped)
        {
            var record = new ChaosRecord(Draw(random));
            records.Enqueue(record);
            try
            {
                await client.AskAsync(ChaosVerb.Submit, record.Run);
                if (record.Run.Shape == ChaosShape.Abort)
                {
                    await AbortAsync(record, random.Between(0.1, 3));
                }

                await ReadAsync(record);
                record.End((await client.AskAsync(ChaosVerb.Wait, record.Run)).Phase!);
            }
            catch (TimeoutException e)
            {
                record.Wrong.Add($"{record.Run.Id} ({record.Run.Shape}) is lost after {record.ShownAt.Count} results: {e.Message}");
            }
        }
    }

    private async Task AbortAsync(ChaosRecord record, TimeSpan after)
    {
        await Task.Delay(after);
        await client.AskAsync(ChaosVerb.Abort, record.Run);
        record.AbortedAt = BodyLog.Now;
    }

    private async Task ReadAsync(ChaosRecord record)
    {
        var (from, isEnd) = (0, false);
        while (!isEnd)
        {
            var page = await client.AskAsync(ChaosVerb.Read, record.Run, from);
            var now = BodyLog.Now;
            foreach (var result in page.Results)
            {
                record.Add(result, now);
            }

            from += page.Results.Count;
            isEnd = page.Phase is not null;
            pace.GoOn();
        }
    }

    private ChaosRun Draw(Random random)
    {
        var shape = Shapes[random.Next(Shapes.Length)];
        var (size, concurrency) = shape switch
        {
            ChaosShape.Nested => (random.Next(2, 5), 2),
            ChaosShape.Chain => (random.Next(3, 9), 3),
            ChaosShape.Sync => (random.Next(40, 160), 3),
            ChaosShape.Abort => (random.Next(30, 120), 6),
            _ => (random.Next(40, 240), 8),
        };
        var id = string.Create(CultureInfo.InvariantCulture, $"chaos-{Interlocked.Increment(ref number)}");
        return new ChaosRun(id, shape, random.Next(Inputs), size, concurrency);
    }
}
