namespace Flyte.Actors.Victim;

/// <summary>Items that wait, each hundredth of which calls others. What they come to is the same wherever and however often they run.</summary>
public sealed class NodeWork
{
    /// <summary>Each so manieth item calls others.</summary>
    public const int CallsEvery = 100;

    /// <summary>How many of them run at once.</summary>
    public const int InnerConcurrency = 3;

    /// <summary>How many others an item calls: all but one by a map.</summary>
    public const int Calls = 8;

    private readonly Action<bool, TaskContext> note;
    private readonly TimeSpan pause;
    private readonly FlyteTask<int, long> inner;

    /// <param name="pause">How long an item waits.</param>
    /// <param name="note">Told of every body that begins (true) and ends (false).</param>
    public NodeWork(TimeSpan pause, Action<bool, TaskContext> note)
    {
        (this.note, this.pause) = (note, pause);
        inner = Env.Task<int, long>("inner", InnerAsync);
        Item = Env.Task<int, long>("item", ItemAsync);
        Bite = Env.Task<int, int>("bite", Poison.Bite);
        Nest = Env.Task<int, List<string>>(
            "nest", async items => await Bite.MapAsync(Enumerable.Range(0, items), concurrency: 4).Select(Poison.Show).ToListAsync());
    }

    /// <summary>All its tasks.</summary>
    public TaskEnvironment Env { get; } = new("node");

    /// <summary>The task that is mapped.</summary>
    public FlyteTask<int, long> Item { get; }

    /// <summary>Ends the process of one item.</summary>
    public FlyteTask<int, int> Bite { get; }

    /// <summary>Maps that, and says what each item came to.</summary>
    public FlyteTask<int, List<string>> Nest { get; }

    /// <summary>What an item comes to.</summary>
    public static long ResultOf(int item)
    {
        var calls = item % CallsEvery == 0 ? Enumerable.Range(FirstCall(item), Calls).Sum(InnerOf) : 0;
        return 31L * item + 7 + calls;
    }

    private static int FirstCall(int item) => item / CallsEvery * Calls;

    private static long InnerOf(int call) => 3L * call + 1;

    private async Task<long> ItemAsync(int item, TaskContext context)
    {
        note(true, context);
        try
        {
            await Task.Delay(pause, context.CancellationToken);
            return 31L * item + 7 + (item % CallsEvery == 0 ? await CallsAsync(FirstCall(item)) : 0);
        }
        finally
        {
            note(false, context);
        }
    }

    private async Task<long> CallsAsync(int first)
    {
        var sum = await inner.CallAsync(first + Calls - 1);
        await foreach (var result in inner.MapAsync(Enumerable.Range(first, Calls - 1), InnerConcurrency))
        {
            sum += result.Value;
        }

        return sum;
    }

    private async Task<long> InnerAsync(int call, TaskContext context)
    {
        note(true, context);
        try
        {
            await Task.Delay(pause, context.CancellationToken);
            return InnerOf(call);
        }
        finally
        {
            note(false, context);
        }
    }
}
