using System.Collections.Frozen;
using Flyte.Actors.Cluster;
using Flyte.Actors.Placement;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runtime;
using Xunit;

namespace Flyte.Actors.Tests.Cluster;

/// <summary>Which nodes a run looks at, and what it tells them of itself.</summary>
public sealed class RunSightTests : PlacesTest
{
    [Fact]
    public void Of_many_nodes_a_run_looks_at_the_first_ones_of_its_own_order_and_home()
    {
        var names = Enumerable.Range(0, 60).Select(i => $"n{i}:1").ToArray();
        Up([Home, .. names]);
        var places = Places(concurrency: 4);

        places.Plan(Slow with { Slots = 4 });

        var seen = Candidates.Of("run-1", [.. Nodes.All.Select(node => (node.Node, node.Capacity))], 4, Home);
        Assert.InRange(seen.Count, 36, 37);
        Assert.Equal(seen.Order(StringComparer.Ordinal), places.All.Select(place => place.Node).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Of_many_nodes_it_finds_the_one_that_has_the_task()
    {
        var names = Enumerable.Range(0, 60).Select(i => $"n{i}:1").ToArray();
        Up([Home, .. names]);
        Nodes.All = [.. Nodes.All.Select(node => node.Node == "n59:1" ? node : node with { Tasks = FrozenSet<string>.Empty })];

        Places(knows: _ => false, concurrency: 4).Plan(Slow with { Slots = 4 });

        Assert.Equal(4, Gates["n59:1"].ExpectMsg<SlotsWished>().Slots);
    }

    [Fact]
    public void A_node_where_it_has_slots_is_looked_at_though_others_come_before_it()
    {
        Up("z:1");
        var places = Places(knows: _ => false, concurrency: 4);
        places.Plan(Slow with { Slots = 4 });
        Grant(places);
        At(places, "z:1").Slots = 4;

        Up(["z:1", .. Enumerable.Range(0, 400).Select(i => $"n{i}:1")]);
        Assert.DoesNotContain("z:1", Candidates.Of("run-1", [.. Nodes.All.Select(node => (node.Node, node.Capacity))], 4, Home));
        places.OnMessage(new NodesChanged(IsNews: true));

        Assert.True(At(places, "z:1").Granted > 0);
    }

    [Fact]
    public void A_run_tells_what_it_has_on_all_nodes()
    {
        Up(Home, "a:1");
        var places = Places();
        places.Plan(Slow with { Slots = 10 });
        Grant(places);
        (At(places, Home).Slots, At(places, "a:1").Slots) = (3, 4);

        places.Plan(Slow with { Slots = 40 });
        Due(places);

        Assert.Equal(7, Gates["a:1"].ExpectMsg<SlotsWished>().Has);
    }

    [Fact]
    public void A_run_that_has_clearly_more_than_those_who_lack_slots_gives_some_up()
    {
        Up("a:1", "b:1");
        var places = Places(knows: _ => false);
        places.Plan(Slow with { Slots = 32 });
        Grant(places);

        Nodes.All = [.. Nodes.All.Select(node => node with { Fair = 8, Free = 0 })];
        places.OnMessage(new NodesChanged(IsNews: false));

        Assert.Equal(24, Wishes().Values.Sum(wish => wish.Slots));
    }

    [Fact]
    public void The_gate_at_home_is_told_of_the_slots_that_it_does_not_see()
    {
        Up(Home);
        var places = Places();
        places.Plan(Slow with { Slots = 10 });
        Grant(places);
        At(places, Home).Slots = Free + 3;

        places.Plan(Slow with { Slots = 10 });
        places.Plan(Slow with { Slots = 10 });

        Assert.Equal(new SlotsBeside(3), Gates[Home].ExpectMsg<SlotsBeside>());
        AssertNothing(Gates[Home]);
    }

    [Fact]
    public void What_a_run_that_has_ended_does_not_need_others_have_soon()
    {
        Up("a:1");
        var places = Places(knows: _ => false);
        places.Plan(Slow with { Slots = 10 });
        Grant(places);

        places.Plan(new SlotNeeds(0, Slow.Pace, Sleeps: false, IsOver: true));
        Due(places);

        Assert.Equal(0, Gates["a:1"].ExpectMsg<SlotsWished>().Slots);
    }

    [Fact]
    public void Leases_are_planned_for_the_slots_there_may_come_to_be()
    {
        Up(Home, "a:1");
        var places = Places();
        Assert.Null(places.Reach);

        places.Plan(Slow with { Slots = 100 });

        Assert.Equal(32 + Free, places.Reach);
    }

    [Fact]
    public void A_run_of_a_task_that_computes_counts_on_the_slots_for_such()
    {
        Up("a:1", "b:1");
        Nodes.All = [.. Nodes.All.Select(node => node with { Cpu = new CpuReport(node.Node == "a:1" ? 2 : 6, 6, Fair: null, [Task]) })];
        var places = Places(knows: _ => false);

        places.Plan(Slow with { Slots = 100 });

        var wishes = Wishes();
        Assert.Equal(8, places.Reach);
        Assert.Equal(Task, wishes["a:1"].Task);
    }
}
