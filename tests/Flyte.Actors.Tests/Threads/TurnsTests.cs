using Flyte.Actors.Threads;
using Xunit;

namespace Flyte.Actors.Tests.Threads;

/// <summary>Who has little to do does not wait behind all that another one has.</summary>
public sealed class TurnsTests
{
    private readonly Turns turns = new();

    [Fact]
    public void Owners_take_turns_and_each_has_its_work_in_order()
    {
        Add("huge", 1, 2, 3, 4);
        Add("small", 11);
        Add("other", 21, 22);

        Assert.Equal([1, 11, 21, 2, 22, 3, 4], TakeAll());
    }

    [Fact]
    public void One_that_comes_again_takes_its_turn_behind_the_others()
    {
        Add("huge", 1, 2, 3);
        Add("small", 11);
        Assert.Equal([1, 11], [Take(), Take()]);

        Add("small", 12);

        Assert.Equal([2, 12, 3], TakeAll());
    }

    [Fact]
    public void What_has_no_owner_has_every_other_turn()
    {
        Add("huge", 1, 2, 3);
        Add(null, 101, 102, 103, 104);

        Assert.Equal([101, 1, 102, 2, 103, 3, 104], TakeAll());
    }

    [Fact]
    public void What_is_left_is_counted()
    {
        Assert.True(turns.IsEmpty);
        Add("huge", 1, 2);
        Add(null, 101);
        Assert.Equal(3, turns.Count);

        TakeAll();

        Assert.True(turns.IsEmpty);
        Assert.False(turns.TryDequeue(out _));
    }

    [Fact]
    public void Nothing_is_lost_or_doubled_among_many_threads()
    {
        const int Each = 20_000;
        var seen = new int[4 * Each];
        var taken = 0;

        Parallel.Invoke([
            .. Enumerable.Range(0, 4).Select(part => (Action)(() => Add(part == 0 ? null : $"owner-{part}", [.. Enumerable.Range(part * Each, Each)]))),
            .. Enumerable.Range(0, 4).Select(_ => (Action)(() =>
            {
                while (Volatile.Read(ref taken) < seen.Length)
                {
                    if (turns.TryDequeue(out var item))
                    {
                        Interlocked.Increment(ref seen[((Numbered)item).Number]);
                        Interlocked.Increment(ref taken);
                    }
                }
            })),
        ]);

        Assert.All(seen, times => Assert.Equal(1, times));
        Assert.True(turns.IsEmpty);
    }

    private void Add(string? owner, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            turns.Enqueue(new Numbered(number), owner);
        }
    }

    private int Take() => turns.TryDequeue(out var item) ? ((Numbered)item).Number : throw new InvalidOperationException("Nothing is left.");

    private List<int> TakeAll()
    {
        var all = new List<int>();
        while (!turns.IsEmpty)
        {
            all.Add(Take());
        }

        return all;
    }

    private sealed record Numbered(int Number) : IThreadPoolWorkItem
    {
        public void Execute()
        {
        }
    }
}
