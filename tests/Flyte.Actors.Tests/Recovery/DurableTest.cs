using Akka.Actor;
using Flyte.Actors.Hosting;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Tests.Support;
using Done = Flyte.Actors.Protocol.Done;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>A store of its own for each test, and runtimes that are started on it one after the other.</summary>
public abstract class DurableTest : IDisposable
{
    internal const string Id = "run";

    private readonly TempFolder folder = new();

    internal TaskEnvironment Env { get; } = new("durable");

    internal string Path => folder.File("flyte.db");

    internal FlyteOptions Options => new() { Store = FlyteStore.Sqlite(Path) };

    internal Task<FlyteRuntime> StartAsync(FlyteOptions? options = null) => FlyteRuntime.StartAsync(options ?? Options, Env);

    /// <summary>Starts a run and ends its runtime when a body has come to a halt, then another, and so on; the last one may end it.</summary>
    /// <param name="main">The task of its one item.</param>
    /// <param name="input">The item's input.</param>
    /// <param name="halt">Where bodies come to a halt.</param>
    /// <param name="times">How many runtimes are ended.</param>
    /// <param name="recorded">Whether a runtime is ended only when all is recorded that its halted body's run had done before.</param>
    internal async Task<ItemResult<TOut>> RunAsync<TIn, TOut>(FlyteTask<TIn, TOut> main, TIn input, Halt halt, int times = 1, bool recorded = false)
    {
        for (var life = 0; life < times; life++)
        {
            await using var flyte = await StartAsync().Soon();
            if (life == 0)
            {
                await SubmitAsync(flyte, main.MapAsync([input]));
            }

            var halted = await halt.ReachedAsync();
            if (recorded)
            {
                // Answered when it is recorded, and what was before it.
                await FlyteEngine.Of(flyte.System).Region.Ask<Done>(new ResizeRun(new RunId(halted!), 10 + life)).Soon();
            }
        }

        await using var last = await StartAsync().Soon();
        return await last.GetRun<TOut>(Id).ResultsAsync().SingleAsync().Soon();
    }

    /// <summary>Submits a map, and waits until its inputs are recorded.</summary>
    internal static async Task<RunHandle<TOut>> SubmitAsync<TOut>(FlyteRuntime flyte, MapStream<TOut> map)
    {
        var run = await flyte.SubmitAsync(map, new RunOptions { Id = Id }).Soon();
        await run.Until(info => !info.Items.MoreToCome);
        return run;
    }

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
