using System.Globalization;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Actors.Victim;
using Flyte.Actors.Victim.Chaos;

if (args is ["poison", var where, var shape])
{
    await Poison.RunAsync(where, isNested: shape == "nested");
    return 0;
}

if (args is [Member.Word, ..])
{
    var member = Member.Parse(args);
    if (!member.IsAlone)
    {
        new Thread(EndWithInput) { IsBackground = true }.Start();
    }

    return await member.RunAsync();
}

if (args is [ChaosCaller.Word, var nodes, var place, var patience])
{
    return await new ChaosCaller(nodes.Split(','), place, TimeSpan.ParseExact(patience, "c", CultureInfo.InvariantCulture)).RunAsync();
}

if (args is [Caller.Word, var seeds, var home, var items, var concurrency, var stable])
{
    return await new Caller(seeds.Split(','), home).RunAsync(
        int.Parse(items, CultureInfo.InvariantCulture),
        int.Parse(concurrency, CultureInfo.InvariantCulture),
        TimeSpan.ParseExact(stable, "c", CultureInfo.InvariantCulture));
}

// A process that is started to be killed: <store> <diary> <parts> <announce> [start]. It says on its output what it has come to;
// with 'start' it submits the run, otherwise the run has to go on by itself.
var (store, path, parts) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
var announce = int.Parse(args[3], CultureInfo.InvariantCulture);

// Whoever started it holds its input: when that ends, so does this process.
new Thread(EndWithInput) { IsBackground = true }.Start();
Console.WriteLine("began");

using var diary = new Diary(path);
var (begun, first) = (0, new TaskCompletionSource());
var work = new Work((deed, attempt, item) =>
{
    diary.Note(deed, attempt, item);
    if (deed == Deed.Started && Interlocked.Increment(ref begun) == announce)
    {
        Console.WriteLine("reached");
    }

    first.TrySetResult();
});
await using var flyte = await FlyteRuntime.StartAsync(new FlyteOptions { Store = FlyteStore.Parse(store) }, work.Env);
Console.WriteLine("opened");
if (args is [.., "start"])
{
    await flyte.SubmitAsync(work.Main.MapAsync([parts]), new RunOptions { Id = "work" });
}
else
{
    // Nobody asks for it before it has gone on by itself.
    await first.Task;
}

await foreach (var result in flyte.GetRun<List<string>>("work").ResultsAsync())
{
    Console.WriteLine("result " + JsonSerializer.Serialize(result.Value));
}

return 0;

static void EndWithInput()
{
    while (Console.In.Read() >= 0)
    {
        // Nothing is ever said to it.
    }

    Environment.Exit(1);
}
