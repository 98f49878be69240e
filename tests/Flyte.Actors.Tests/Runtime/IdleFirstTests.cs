using Akka.Actor;
using Akka.Routing;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runtime;
using Flyte.Actors.Tests.Runs;
using Xunit;

namespace Flyte.Actors.Tests.Runtime;

public sealed class IdleFirstTests
{
    private readonly IdleFirst router = new();

    [Fact]
    public void The_slot_that_was_busy_last_is_chosen_first()
    {
        var (a, b, c) = (Add(), Add(), Add());

        Assert.Equal([c, b, a], Enumerable.Range(1, 3).Select(n => router.Select(Lease(n), [a, b, c])));
        router.Add(a);
        router.Add(c);
        Assert.Equal([c, a], Enumerable.Range(4, 2).Select(n => router.Select(Lease(n), [a, b, c])));
    }

    [Fact]
    public void A_busy_slot_is_never_chosen()
    {
        var a = Add();
        router.Select(Lease(1), [a]);

        Assert.Equal(0, router.Idle);
        Assert.Same(Routee.NoRoutee, router.Select(Lease(2), [a]));
        Assert.Equal(1, a.Lease!.Number);
    }

    [Fact]
    public void Only_leases_are_routed()
    {
        var a = Add();

        Assert.Same(Routee.NoRoutee, router.Select("hello", [a]));
        Assert.Equal(1, router.Idle);
    }

    [Fact]
    public void A_slot_that_is_gone_is_not_chosen_and_the_others_keep_their_order()
    {
        var (a, b, c) = (Add(), Add(), Add());

        router.Remove(b);

        Assert.Equal([c, a], Enumerable.Range(1, 2).Select(n => router.Select(Lease(n), [a, b, c])));
        Assert.Equal(0, router.Idle);
    }

    [Fact]
    public void Leases_that_could_be_cut_are_counted_once_each()
    {
        var (a, b) = (Add(), Add());
        router.Select(Lease(1, count: 5), [a, b]);
        router.Select(Lease(2, count: 1), [a, b]);
        Assert.Equal(1, router.Cuttable);

        router.Cut(b);
        router.Cut(b);
        router.Cut(a);

        Assert.Equal(0, router.Cuttable);
    }

    private Slot Add()
    {
        var slot = new Slot(ActorRefs.Nobody, new SlotPlace("here", Props.Empty, static _ => true));
        router.Add(slot);
        return slot;
    }

    private static Lease Lease(int number, int count = 1) => new(number, Pages.Of(count), 0, 0, count, default, null, IsRecalled: false, EndsAtFailure: false);
}
