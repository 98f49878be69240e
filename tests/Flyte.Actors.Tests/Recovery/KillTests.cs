using System.Text.Json;
using Flyte.Actors.Tests.Support;
using Flyte.Actors.Victim;
using Xunit;
using Xunit.Abstractions;

namespace Flyte.Actors.Tests.Recovery;

/// <summary>
/// Processes that are killed, and others that go on with their runs.
/// <para>
/// What may be executed again is what had begun and was not yet committed when the process was killed. The test sees that from
/// two sides. The diary, which outlives the process, says in which order bodies began, callers got results, and the process was
/// killed: a body may begin again only after a kill, and never when its result had been shown. The journal says the rest, for a
/// result may be committed and not yet shown: an item that was executed after its commit would be recorded twice, and each is
/// recorded once.
/// </para>
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 20;
    private const int Parts = 200;
    private const int Items = Parts * Work.PartSize;

    // When so many bodies have begun some parts have seen results, so that the run and its input are recorded; and so many are left
    // when the last kill comes that the run cannot have ended by then.
    private const int Rest = 5000;

    private readonly TempFolder folder = new();

    private string Store => folder.File("flyte.db");

    private string DiaryFile => folder.File("diary");

    [Fact]
    public async Task A_run_that_is_killed_twenty_times_ends_as_if_it_had_not_been()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        int[] moments = [.. Enumerable.Range(0, Kills).Select(_ => random.Next(Rest, Items - Rest)).Order()];
        File.WriteAllBytes(DiaryFile, []);

        var isEarly = false;
        for (var kill = 0; kill < Kills; kill++)
        {
            // Mostly in the middle of the work, now and then before the run has gone on at all; not twice in turn, or an item that
            // is begun with each start would be taken for the cause of three deaths.
            isEarly = kill > 0 && !isEarly && random.Next(6) == 0;
            var begun = Math.Max(1, moments[kill] - (kill == 0 ? 0 : moments[kill - 1]));
            using var victim = new VictimProcess(Store, DiaryFile, Parts, begun, starts: kill == 0);
            await victim.UntilAsync(isEarly ? "opened" : "reached");
            await victim.KillAsync();
            using var diary = new Diary(DiaryFile);
            diary.Note(Deed.Killed, 0, 0);
        }

        using var last = new VictimProcess(Store, DiaryFile, Parts, int.MaxValue, starts: false);
        var result = JsonSerializer.Deserialize<List<string>>(await last.UntilAsync("result "))!;

        Assert.Equal(await UndisturbedAsync(), result);
        var deeds = new Deeds(Diary.Read(DiaryFile));
        output.WriteLine($"{deeds.Again} bodies began again; {deeds.InFlight} had begun and were not shown when the process was killed");
        Assert.Empty(deeds.Wrong);
        Assert.Equal(Items, deeds.Items);
        Assert.InRange(deeds.Again, 0, deeds.InFlight);
        await last.KillAsync();
        await AssertRecordedOnceAsync();
    }

    public void Dispose() => folder.Dispose();

    private static async Task<List<string>> UndisturbedAsync()
    {
        var work = new Work((_, _, _) => { });
        await using var flyte = await FlyteRuntime.StartAsync(work.Env);
        return await flyte.RunAsync(work.Main, Parts).Soon();
    }

    private async Task AssertRecordedOnceAsync()
    {
        var recorded = await RecordedWork.CountAsync(FlyteStore.Sqlite(Store), "work", "work.leaf");
        Assert.Equal(Items, recorded.Count);
        Assert.Empty(recorded.Where(r => r.Value != 1).Select(r => $"Item {r.Key} was recorded {r.Value} times."));
    }
}
