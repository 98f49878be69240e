using Flyte.Actors.Placement;
using Xunit;

namespace Flyte.Actors.Tests.Placement;

public sealed class GateBooksTests
{
    private readonly GateBooks books = new(slots: 16, cpuSlots: 2, version: 0);

    [Fact]
    public void Those_who_wait_and_those_who_compute_do_not_take_from_each_other()
    {
        books.Of("waits", isCpu: false, inUse: 0).Wish("waits", 100, 1);
        books.Of("computes", isCpu: true, inUse: 0).Wish("computes", 100, 1);

        Assert.Equal(["computes 2", "waits 16"], Granted());
        Assert.Equal((16, 2), (books.Load.Capacity, books.CpuLoad.Capacity));
    }

    [Fact]
    public void A_run_stays_in_its_book_until_nothing_of_it_is_left()
    {
        books.Note("run", 1, isLost: true);
        books.Of("run", isCpu: true, inUse: 1).Wish("run", 5, 1);
        Granted();
        Assert.Equal((16, 0), (books.Load.Free, books.CpuLoad.Free));

        books.Forget("run", inUse: 1);
        Granted();
        Assert.Equal((16, 1), (books.Load.Free, books.CpuLoad.Free));
        books.Note("run", 0, isLost: true);
        Granted();
        Assert.Equal((16, 2), (books.Load.Free, books.CpuLoad.Free));

        books.Of("run", isCpu: false, inUse: 0).Wish("run", 5, 2);
        Assert.Equal(["run 5"], Granted());
        Assert.Equal(11, books.Load.Free);
    }

    [Fact]
    public void Both_drain()
    {
        books.Drain();

        Assert.True(books.IsDraining && books.CpuLoad.IsDraining);
    }

    private string[] Granted() => [.. books.TakeChanges().Select(grant => $"{grant.RunKey} {grant.Slots}").Order(StringComparer.Ordinal)];
}
