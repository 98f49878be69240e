using Akka;
using Akka.Actor;
using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>A runtime that is stopped in order leaves its runs as they are, to go on with.</summary>
public sealed class StopTests : DurableTest
{
    [Fact]
    public async Task What_bodies_come_to_because_the_runtime_stops_is_not_recorded()
    {
        const int Items = 40;
        var (halt, ended, stopping) = (new Halt(4 * Items), new Tally(), false);
        var leaf = Env.Task("leaf", async (int x, CancellationToken cancellation) =>
        {
            await halt.PassAsync().WaitAsync(cancellation);
            return x;
        });

        // A body that takes no heed of its cancellation, and hears of the stop by what it calls only.
        var row = Env.Task("row", async (int y) =>
        {
            try
            {
                return await leaf.CallAsync(4 * y) + await leaf.MapAsync(Enumerable.Range(4 * y + 1, 3)).Select(r => r.Value).SumAsync();
            }
            catch (Exception) when (Volatile.Read(ref stopping))
            {
                return -1;
            }
            finally
            {
                ended.Add();
            }
        });

        await using (var flyte = await StartAsync().Soon())
        {
            await SubmitAsync(flyte, row.MapAsync(Enumerable.Range(0, Items).ToArray()));
            for (var i = 0; i < Items; i++)
            {
                await halt.ReachedAsync();
            }

            Volatile.Write(ref stopping, true);
            halt.Free();
            CoordinatedShutdown.Get(flyte.System).AddTask(CoordinatedShutdown.PhaseServiceUnbind, "bodies", async () =>
            {
                await ended.Reaches(Items);
                return Done.Instance;
            });
        }

        await using var last = await StartAsync().Soon();
        var results = await last.GetRun<int>(Id).ResultsAsync().Select(r => r.Value).ToListAsync().AsTask().Soon();
        Assert.Equal(Enumerable.Range(0, Items).Select(y => 16 * y + 6), results);
    }
}
