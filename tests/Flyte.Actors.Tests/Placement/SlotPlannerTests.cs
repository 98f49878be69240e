using Flyte.Actors.Placement;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Flyte.Actors.Tests.Placement;

public sealed class SlotPlannerTests
{
    [Property(MaxTest = 500)]
    public Property Wishes_come_to_what_can_run_and_to_no_more() => Prop.ForAll(Views(), Demands(), (nodes, demand) =>
    {
        var wishes = SlotPlanner.Plan(nodes, demand);
        var usable = nodes.Any(node => node.IsUsable);
        var free = nodes.Any(node => node is { IsUsable: true, IsHome: true }) ? Math.Min(demand.FreeAtHome, demand.Slots) : 0;
        return (wishes.All(wish => wish.Slots >= 0) && wishes.Sum(wish => wish.Slots) == (usable ? demand.Slots - free : 0))
            .Label($"{string.Join(' ', wishes.Select(wish => wish.Slots))} of {demand}");
    });

    [Property(MaxTest = 500)]
    public Property Nothing_is_wished_of_a_node_that_drains_or_does_not_know_the_task() => Prop.ForAll(Views(), Demands(), (nodes, demand) =>
        SlotPlanner.Plan(nodes, demand).Zip(nodes, (wish, node) => (First: wish, Second: node)).All(pair => pair.Second.IsUsable || pair.First.Slots == 0));

    [Property(MaxTest = 500)]
    public Property Cheap_items_stay_at_home() => Prop.ForAll(Views(), Demands(), (nodes, demand) =>
        !nodes.Any(node => node is { IsHome: true, IsUsable: true })
        || SlotPlanner.Plan(nodes, demand with { AreCheap = true }).Zip(nodes, (wish, node) => (First: wish, Second: node)).All(pair => pair.Second.IsHome || pair.First.Slots == 0));

    [Property(MaxTest = 500)]
    public Property One_node_at_most_must_grant_a_slot_and_only_where_the_run_has_none_elsewhere() => Prop.ForAll(Views(), Demands(), (nodes, demand) =>
    {
        var needy = SlotPlanner.Plan(nodes, demand).Zip(nodes, (wish, node) => (First: wish, Second: node)).Where(pair => pair.First.NeedsOne).ToList();
        return needy.Count <= 1 && needy.TrueForAll(pair => pair.First.Slots > 0);
    });

    [Property(MaxTest = 500)]
    public Property A_plan_that_is_granted_is_not_changed() => Prop.ForAll(Views(), Demands(), (nodes, demand) =>
    {
        var wishes = SlotPlanner.Plan(nodes, demand);
        var after = nodes.Zip(wishes, (node, wish) => node with { Wished = wish.Slots, Granted = wish.Slots, IsAnswered = true, Free = 0 }).ToArray();
        return SlotPlanner.Plan(after, demand).Select(wish => wish.Slots).SequenceEqual(wishes.Select(wish => wish.Slots));
    });

    [Fact]
    public void A_run_may_come_to_have_what_it_could_use_and_no_more_than_there_is()
    {
        var nodes = new[] { Node(32), Node(32) with { IsDraining = true }, Node(64) };

        Assert.Equal(50, SlotPlanner.Reach(nodes, new SlotDemand(50, 1000, AreCheap: false, FreeAtHome: 2)));
        Assert.Equal(98, SlotPlanner.Reach(nodes, new SlotDemand(500, 1000, AreCheap: false, FreeAtHome: 2)));
    }

    [Fact]
    public void Slots_are_spread_evenly_by_capacity()
    {
        Assert.Equal("24 24 48", Plan(96, Node(32), Node(32), Node(64)));
        Assert.Equal("1 1 0", Plan(2, Node(32), Node(32), Node(32)));
        Assert.Equal("", Plan(2));
    }

    [Fact]
    public void The_free_slots_at_home_are_part_of_its_share()
    {
        var nodes = new[] { Node(32) with { IsHome = true }, Node(32) };

        Assert.Equal("6 8", Plan(16, nodes));
        Assert.Equal("0 0", Plan(2, nodes));
        Assert.Equal("0 1", Plan(3, nodes));
    }

    [Fact]
    public void What_a_node_does_not_grant_is_wished_of_those_that_do()
    {
        Assert.Equal("5 14 13", Plan(32, Granted(5, wished: 11), Granted(11), Granted(10)));
        Assert.Equal("5 7 20", Plan(32, Granted(5, wished: 11), Granted(7, wished: 11), Granted(10)));
    }

    [Fact]
    public void What_no_node_grants_is_wished_of_all()
    {
        Assert.Equal("11 11 10", Plan(32, Granted(5, wished: 11), Granted(7, wished: 11), Granted(3, wished: 10)));
        Assert.Equal("11 11 10", Plan(32, Granted(6, wished: 11), Granted(7, wished: 11), Granted(3, wished: 10)));
    }

    [Fact]
    public void A_node_that_joins_gets_its_share()
    {
        Assert.Equal("24 24 24 24", Plan(96, Granted(32), Granted(32), Granted(32), Node(64)));
        Assert.Equal("29 29 28 10", Plan(96, Granted(32), Granted(32), Granted(32), Node(64) with { Free = 10 }));
        Assert.Equal("32 32 32 0", Plan(96, Granted(32), Granted(32), Granted(32), Node(64) with { Free = 0 }));
    }

    [Fact]
    public void What_a_lost_node_had_goes_to_the_others()
    {
        Assert.Equal("48 48", Plan(96, Granted(32), Granted(32)));
    }

    [Fact]
    public void Small_differences_are_left()
    {
        Assert.Equal("35 33 28", Plan(96, Granted(35), Granted(33), Granted(28)));
    }

    [Fact]
    public void A_wish_that_is_not_answered_yet_is_not_wished_of_another_node_too()
    {
        Assert.Equal("16 16", Plan(32, Granted(16), Node(64) with { Wished = 16 }));
    }

    [Fact]
    public void A_run_without_any_slot_needs_one_where_it_asks_first_until_another_node_grants_one()
    {
        Assert.Equal([true, false], Needs(Node(64), Node(64)));
        Assert.Equal([false, true], Needs(Granted(0, wished: 10), Granted(1, wished: 10)));
        Assert.Equal([false, false], Needs(Granted(1, wished: 10), Granted(1, wished: 10)));
        Assert.Equal([false, false], Needs(Node(64) with { IsHome = true }, Node(64)));
    }

    [Fact]
    public void A_run_that_has_clearly_more_than_those_who_lack_slots_gives_a_quarter_up_there()
    {
        Assert.Equal("24 24", Plan(64, Granted(32) with { Fair = 10 }, Granted(32) with { Fair = 12 }));
        Assert.Equal("16 48", Plan(64, Granted(32) with { Fair = 10, Free = 0 }, Granted(32) with { Free = 6 }));
        Assert.Equal("32 32", Plan(64, Granted(32) with { Fair = 60 }, Granted(32) with { Fair = 60 }));
    }

    private static bool[] Needs(params NodeView[] nodes) =>
        [.. SlotPlanner.Plan(nodes, new SlotDemand(20, 1000, AreCheap: false, FreeAtHome: 2)).Select(wish => wish.NeedsOne)];

    private static string Plan(int slots, params NodeView[] nodes) =>
        string.Join(' ', SlotPlanner.Plan(nodes, new SlotDemand(slots, 1_000_000, AreCheap: false, FreeAtHome: 2)).Select(wish => wish.Slots));

    private static NodeView Node(int capacity) =>
        new() { Address = Guid.NewGuid().ToString(), Capacity = capacity, KnowsTask = true };

    private static NodeView Granted(int granted, int? wished = null) =>
        Node(64) with { Granted = granted, Wished = wished ?? granted, IsAnswered = true };

    private static Arbitrary<SlotDemand> Demands() =>
        (from concurrency in Gen.Choose(1, 300)
         from items in Gen.Choose(0, 400)
         from cheap in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
         from free in Gen.Choose(0, 2)
         select new SlotDemand(concurrency, items, cheap, free)).ToArbitrary();

    private static Arbitrary<NodeView[]> Views()
    {
        var node = from capacity in Gen.Choose(0, 64)
                   from free in Gen.Choose(-1, 64)
                   from granted in Gen.Choose(0, 30)
                   from wished in Gen.Choose(0, 40)
                   from odds in Gen.Choose(0, 9)
                   select new NodeView
                   {
                       Address = "",
                       Capacity = capacity,
                       Free = free < 0 ? null : free,
                       Granted = granted,
                       Wished = wished,
                       IsAnswered = odds > 1,
                       IsDraining = odds == 2,
                       KnowsTask = odds != 3,
                   };
        return (from nodes in node.ArrayOf()
                from home in Gen.Choose(-1, 20)
                select nodes.Select((n, i) => n with { Address = $"node-{i}", IsHome = i == home }).ToArray()).ToArbitrary();
    }
}
