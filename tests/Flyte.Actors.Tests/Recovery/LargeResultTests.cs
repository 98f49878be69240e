using Flyte.Actors.Tests.Support;
using Xunit;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>Results of any size of run, and of any size themselves, are read from the journal.</summary>
public sealed class LargeResultTests : DurableTest
{
    private const int Items = 300_000;

    [Fact]
    public async Task Results_beyond_what_the_memory_holds_are_read_in_pages()
    {
        var name = Env.Task("name", (int x) => $"the result of item {x}");
        await using (var flyte = await StartAsync().Soon())
        {
            var run = await flyte.SubmitAsync(name.MapAsync(Enumerable.Range(0, Items)), new RunOptions { Id = Id }).Soon();
            Assert.Equal(RunPhase.Succeeded, (await run.WaitAsync().Soon()).Phase);
            await AssertReadAsync(run);
        }

        await using var next = await StartAsync().Soon();
        await AssertReadAsync(next.GetRun<string>(Id));
    }

    [Theory]
    [InlineData(200 * 1024)]
    [InlineData(1024 * 1024 - 2)]
    public async Task Large_payloads_are_there_after_a_restart(int size)
    {
        const int Count = 6;
        var echo = Env.Task("echo", (string x) => x + x[0]);
        var halt = new Halt();
        var hold = Env.Task("hold", async (string x) =>
        {
            await halt.PassAsync();
            return x.Length;
        });
        string[] inputs = [.. Enumerable.Range(0, Count).Select(i => new string((char)('a' + i), size - 1))];
        await using (var flyte = await StartAsync().Soon())
        {
            var run = await flyte.SubmitAsync(echo.MapAsync(inputs), new RunOptions { Id = "ended" }).Soon();
            await run.WaitAsync().Soon();
            await SubmitAsync(flyte, hold.MapAsync(inputs, concurrency: 1));
            await halt.ReachedAsync();
        }

        await using var next = await StartAsync().Soon();
        var results = await next.GetRun<string>("ended").ResultsAsync().Select(r => r.Value).ToListAsync().AsTask().Soon();
        Assert.Equal(inputs.Select(x => (x[0], size)), results.Select(r => (r[0], r.Length)));
        Assert.True(results.TrueForAll(r => r.Distinct().Count() == 1));
        Assert.Equal(Enumerable.Repeat(size - 1, Count), await next.GetRun<int>(Id).ResultsAsync().Select(r => r.Value).ToListAsync().AsTask().Soon());
    }

    [Fact]
    public async Task What_is_too_large_is_an_error_in_its_slot()
    {
        var echo = Env.Task("echo", (string x) => new string(x[0], int.Parse(x[1..], System.Globalization.CultureInfo.InvariantCulture)));
        string[] inputs = ["a10", "b2000", "c" + new string('0', 2000), "d20"];
        var options = Options with { MaxPayloadBytes = 1000 };
        await using (var flyte = await StartAsync(options).Soon())
        {
            await (await flyte.SubmitAsync(echo.MapAsync(inputs), new RunOptions { Id = Id }).Soon()).WaitAsync().Soon();
        }

        await using var next = await StartAsync(options).Soon();
        var results = await next.GetRun<string>(Id).ResultsAsync().ToListAsync().AsTask().Soon();
        Assert.Equal(new string('a', 10), results[0].Value);
        Assert.Equal(new string('d', 20), results[3].Value);
        Assert.All(results[1..3], r => Assert.Equal(ErrorCodes.PayloadTooLarge, r.Error!.Code));
        Assert.Contains("The result is 2,002 bytes of JSON; the limit is 1,000.", results[1].Error!.Message);
        Assert.Contains("The input is 2,003 bytes of JSON; the limit is 1,000.", results[2].Error!.Message);
    }

    private static async Task AssertReadAsync(RunHandle<string> run)
    {
        var ordered = ReadAsync(run, asCompleted: false, from: 0);
        var completed = ReadAsync(run, asCompleted: true, from: 0);
        var middle = ReadAsync(run, asCompleted: false, from: Items / 2);
        Assert.Equal(Enumerable.Range(0, Items), await ordered.Soon());
        Assert.Equal(Enumerable.Range(0, Items), (await completed.Soon()).Order());
        Assert.Equal(Enumerable.Range(Items / 2, Items - Items / 2), await middle.Soon());
        Assert.Equal((await completed)[(Items / 2)..], await ReadAsync(run, asCompleted: true, from: Items / 2).Soon());
    }

    private static async Task<List<int>> ReadAsync(RunHandle<string> run, bool asCompleted, int from)
    {
        var indices = new List<int>();
        await foreach (var result in run.ResultsAsync(asCompleted, from))
        {
            Assert.Equal($"the result of item {result.Index}", result.Value);
            indices.Add(result.Index);
        }

        return indices;
    }
}
