using System.Collections.Frozen;
using Flyte.Actors.Cluster;
using Flyte.Actors.Placement;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runtime;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>What a run wishes of the gates of the nodes, and what it has of them.</summary>
public sealed class RunPlacesTests : PlacesTest
{
    [Fact]
    public void Cheap_items_stay_at_home_and_ask_nobody()
    {
        Up(Home, "a:1", "b:1");
        var places = Places();

        places.Plan(new SlotNeeds(1000, Pace: null, Sleeps: false));
        places.Plan(new SlotNeeds(1000, TimeSpan.FromMicroseconds(1), Sleeps: false));

        var home = Assert.Single(places.All);
        Assert.Equal((Home, Free), (home.Node, home.Granted));
        Assert.Equal(Free, places.AwakeSlots);
        AssertNothing(Board);
        Assert.All(Gates.Values, AssertNothing);
    }

    [Fact]
    public void Items_that_take_long_are_spread_over_all_nodes()
    {
        Up(Home, "a:1", "b:1");
        var places = Places();

        places.Plan(Slow with { Slots = 30 });

        Assert.Equal(Run, Board.ExpectMsg<FollowNodes>().Run);
        var wishes = Wishes();
        Assert.Equal(30 - Free, wishes.Values.Sum(wish => wish.Slots));
        Assert.All(wishes, wish => Assert.InRange(wish.Value.Slots + (wish.Key == Home ? Free : 0), 9, 11));
        Assert.Equal(["a:1", "b:1", Home], places.All.Select(place => place.Node).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Items_that_wait_are_spread_though_none_has_ended()
    {
        Up(Home, "a:1");

        Places().Plan(new SlotNeeds(30, Pace: null, Sleeps: true));

        Assert.Equal(30 - Free, Wishes().Values.Sum(wish => wish.Slots));
    }

    [Fact]
    public void There_are_as_many_slots_as_were_granted_last()
    {
        Up(Home, "a:1");
        var places = Places();
        places.Plan(Slow);
        var wish = Wishes()["a:1"];

        Assert.Equal(0, At(places, "a:1").Granted);
        places.OnMessage(new SlotsGranted("a:1", 5, 10, wish.Version));
        Assert.Equal(5, At(places, "a:1").Granted);
        places.OnMessage(new SlotsGranted("a:1", 3, 12, wish.Version));
        places.OnMessage(new SlotsGranted("a:1", 7, 11, wish.Version));
        Assert.Equal(3, At(places, "a:1").Granted);
        places.OnMessage(new SlotsGranted(Home, 2, 10, wish.Version));
        Assert.Equal(Free + 2, At(places, Home).Granted);
        Assert.Equal(2 * Free, places.AwakeSlots);
        places.OnMessage(new SlotsGranted("nobody:1", 9, 99, wish.Version));
    }

    [Fact]
    public void More_is_wished_soon_and_less_with_time()
    {
        Up(Home, "a:1");
        var places = Places();
        places.Plan(Slow with { Slots = 10 });
        Grant(places);

        places.Plan(Slow with { Slots = 40 });
        places.Plan(Slow with { Slots = 40 });
        AssertNothing(Gates["a:1"]);
        Due(places);
        var more = Wishes();
        Grant(places, more);
        places.Plan(Slow with { Slots = 10 });
        AssertNothing(Gates["a:1"]);
        places.OnMessage(new NodesChanged(IsNews: false));
        var less = Wishes();

        Assert.Equal(40 - Free, more.Values.Sum(wish => wish.Slots));
        Assert.Equal(10 - Free, less.Values.Sum(wish => wish.Slots));
        Assert.True(less["a:1"].Version > more["a:1"].Version);
        Assert.InRange(At(places, "a:1").Granted, 4, 6);
    }

    [Fact]
    public void A_home_whose_clock_is_behind_that_of_the_home_before_is_heard()
    {
        Up(Home, "a:1");
        var places = Places();
        places.Plan(Slow with { Slots = 10 });
        var wishes = Wishes();
        var book = new GateBook(16);
        book.Wish("run-1", 3, wishes["a:1"].Version + TimeSpan.TicksPerDay);
        book.TakeChanges();

        Assert.False(book.Wish("run-1", wishes["a:1"].Slots, wishes["a:1"].Version));
        var ignored = book.GrantOf("run-1");
        places.OnMessage(new SlotsGranted("a:1", ignored.Slots, ignored.Version, ignored.WishVersion));
        Due(places);
        var again = Gates["a:1"].ExpectMsg<SlotsWished>();

        Assert.True(book.Wish("run-1", again.Slots, again.Version));
        var granted = Assert.Single(book.TakeChanges());
        places.OnMessage(new SlotsGranted("a:1", granted.Slots, granted.Version, granted.WishVersion));
        Assert.Equal((wishes["a:1"].Slots, wishes["a:1"].Slots), (again.Slots, At(places, "a:1").Granted));
    }

    [Fact]
    public void A_wish_that_was_not_answered_is_told_again_and_another_one_is_not()
    {
        Up(Home, "a:1", "b:1");
        var places = Places();
        places.Plan(Slow with { Slots = 30 });
        var wishes = Wishes();
        foreach (var node in new[] { Home, "b:1" })
        {
            places.OnMessage(new SlotsGranted(node, wishes[node].Slots, 1, wishes[node].Version));
        }

        places.OnMessage(new NodesChanged(IsNews: false));
        AssertNothing(Gates["a:1"]);
        Time.Advance(PlanRhythm.Beat);
        places.OnMessage(new NodesChanged(IsNews: false));

        Assert.Equal(wishes["a:1"], Gates["a:1"].ExpectMsg<SlotsWished>());
        AssertNothing(Gates["b:1"]);
        AssertNothing(Gates[Home]);
    }

    [Fact]
    public void What_a_full_node_does_not_grant_is_wished_of_another()
    {
        Up(Home, "a:1", "b:1");
        var places = Places();
        places.Plan(Slow with { Slots = 30 });
        var wishes = Wishes();
        places.OnMessage(new SlotsGranted(Home, wishes[Home].Slots, 1, wishes[Home].Version));
        places.OnMessage(new SlotsGranted("a:1", 1, 1, wishes["a:1"].Version));
        places.OnMessage(new SlotsGranted("b:1", wishes["b:1"].Slots, 1, wishes["b:1"].Version));

        places.OnMessage(new NodesChanged(IsNews: false));

        Assert.True(Gates["b:1"].ExpectMsg<SlotsWished>().Slots > wishes["b:1"].Slots);
    }

    [Fact]
    public void A_node_that_comes_gets_its_part_and_one_that_goes_has_none()
    {
        Up(Home, "a:1");
        var places = Places();
        places.Plan(Slow with { Slots = 30 });
        Grant(places);
        var gone = At(places, "a:1");

        Up(Home, "a:1", "b:1");
        places.OnMessage(new NodesChanged(IsNews: true));
        Assert.InRange(Gates["b:1"].ExpectMsg<SlotsWished>().Slots, 8, 11);
        Up(Home, "b:1");
        places.OnMessage(new NodesChanged(IsNews: true));

        Assert.Equal([Home, "b:1"], places.All.Select(place => place.Node));
        Assert.Equal(0, gone.Granted);
    }

    [Fact]
    public void A_node_that_leaves_is_used_no_more()
    {
        Up(Home, "a:1");
        var places = Places();
        places.Plan(Slow with { Slots = 30 });
        Grant(places);

        Nodes.All = [.. Nodes.All.Select(node => node with { IsDraining = node.Node == "a:1" })];
        places.OnMessage(new NodesChanged(IsNews: true));

        Assert.Equal(0, Gates["a:1"].ExpectMsg<SlotsWished>().Slots);
        Assert.Equal(0, At(places, "a:1").Granted);
    }

    [Fact]
    public void A_node_that_was_started_again_is_asked_anew_and_what_its_old_gate_granted_is_void()
    {
        Up(Home, "a:1");
        var places = Places();
        places.Plan(Slow with { Slots = 30 });
        Grant(places);

        Gates.Remove("a:1");
        Up(Home, "a:1");
        places.OnMessage(new NodesChanged(IsNews: true));

        Assert.True(Gates["a:1"].ExpectMsg<SlotsWished>().Slots > 0);
        Assert.Equal(0, At(places, "a:1").Granted);
    }

    [Fact]
    public void A_task_that_is_unknown_at_home_runs_where_it_is_known()
    {
        Up(Home, "a:1", "b:1");
        Nodes.All = [.. Nodes.All.Select(node => node.Node == "b:1" ? node : node with { Tasks = FrozenSet<string>.Empty })];
        var places = Places(knows: _ => false);

        places.Plan(new SlotNeeds(30, Pace: null, Sleeps: false));

        Assert.Null(places.Obstacle);
        Assert.Equal((30, true), (Gates["b:1"].ExpectMsg<SlotsWished>() is var wish ? wish.Slots : 0, wish.NeedsOne));
        AssertNothing(Gates["a:1"]);
        Assert.Equal(0, At(places, Home).Granted);
    }

    [Fact]
    public void A_task_that_is_unknown_everywhere_is_an_obstacle_until_a_node_has_it()
    {
        Up("a:1");
        var places = Places("words.other", knows: _ => false);

        Assert.Equal("No node of the cluster that executes items has task 'words.other': start one that has.", places.Obstacle);
        Nodes.All = [.. Nodes.All.Select(node => node with { Tasks = new[] { "words.other" }.ToFrozenSet() })];
        Assert.Null(places.Obstacle);
    }

    [Fact]
    public void A_run_that_stops_wishes_nothing_more()
    {
        Up(Home, "a:1");
        var places = Places();
        places.Plan(Slow with { Slots = 30 });
        Grant(places);

        places.Close(isMoving: false);
        places.Plan(Slow);
        places.OnMessage(new NodesChanged(IsNews: true));

        Assert.All(Wishes(), wish => Assert.Equal(0, wish.Value.Slots));
        Assert.All(Gates.Values, AssertNothing);
    }

    /// <summary>The gates remember the last wishes of runs by where these are.</summary>
    [Fact]
    public void Wishes_are_later_than_those_of_any_run_that_was_in_the_same_place()
    {
        Up("a:1");
        var before = Places();
        before.Plan(Slow with { Slots = 30 });
        before.Close(isMoving: false);
        Gates["a:1"].ExpectMsg<SlotsWished>();
        var last = Gates["a:1"].ExpectMsg<SlotsWished>();

        Places().Plan(Slow with { Slots = 30 });

        Assert.True(Gates["a:1"].ExpectMsg<SlotsWished>().Version > last.Version);
    }
}
