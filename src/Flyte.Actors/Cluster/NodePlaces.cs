using Akka.Actor;
using Flyte.Actors.Placement;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runtime;

namespace Flyte.Actors.Cluster;

/// <summary>
/// The nodes that one run looks at, and what it wished of them and was granted: the first ones of its own order, and those where it
/// has slots already.
/// </summary>
/// <param name="nodes">The nodes that execute items.</param>
/// <param name="run">The run's actor.</param>
/// <param name="key">What its order is made of.</param>
/// <param name="task">The task by which nodes give it slots; empty for calls of any.</param>
/// <param name="home">The run's slots at home.</param>
/// <param name="remote">What is started for a slot on another node.</param>
internal sealed class NodePlaces(ItemNodes nodes, IActorRef run, string key, string task, SlotPlace home, Func<ItemNode, Props> remote)
{
    // Those that no gate is asked for.
    private readonly int free = home.Granted;
    private readonly Dictionary<string, NodePlace> places = new(StringComparer.Ordinal);
    private IReadOnlyList<string> seen = [];
    private (int Version, string Task, int Concurrency) seenFor = (-1, "", 0);

    // Above those of every home that the run had before, which gates remember: by the clock, and where clocks differ by what gates say.
    private long version = DateTimeOffset.UtcNow.UtcTicks;

    internal SlotPlace[] All { get; private set; } = [home];

    internal int Count => places.Count;

    /// <summary>How many slots the run may come to have soon.</summary>
    internal int Reach { get; private set; } = home.Granted;

    /// <summary>The node of a name, where it executes items.</summary>
    internal NodePlace? At(string node)
    {
        if (nodes.Now.Find(node) is not { } known)
        {
            return null;
        }

        var place = Meet(known);
        Show();
        return place;
    }

    /// <summary>Tells the nodes what the run wishes of them now.</summary>
    /// <param name="demand">What it could use.</param>
    /// <param name="concurrency">The most that it could ever use.</param>
    /// <param name="wanted">The task that the nodes have to have.</param>
    /// <param name="now">The time.</param>
    internal void Wish(SlotDemand demand, int concurrency, string wanted, TimeSpan now)
    {
        var looked = Look(nodes.Now, wanted, Math.Max(concurrency, demand.Slots));
        NodeView[] views = [.. looked.Select(place => place.View(wanted))];
        Reach = SlotPlanner.Reach(views, demand);
        var has = All.Sum(place => place.Slots);
        foreach (var (place, wish) in looked.Zip(SlotPlanner.Plan(views, demand)))
        {
            place.Wish(wish, has, now, ref version, run);
        }
    }

    /// <summary>Wishes nothing more of any.</summary>
    internal void Leave(TimeSpan now)
    {
        foreach (var place in places.Values)
        {
            place.Wish(new SlotWish(place.Node.Node, 0, NeedsOne: false), has: 0, now, ref version, run);
        }
    }

    /// <summary>Notes what a gate grants; returns whether that is less than was wished of it, or the gate has not heard of that.</summary>
    internal bool Hear(SlotsGranted granted)
    {
        version = Math.Max(version, granted.WishVersion);
        return places.TryGetValue(granted.Node, out var place) && place.Hear(granted);
    }

    /// <summary>Notes how many slots there are at home.</summary>
    internal void NoteBeside()
    {
        if (places.TryGetValue(home.Node, out var place))
        {
            place.NoteBeside(run);
        }
    }

    private List<NodePlace> Look(ItemNodes.Picture picture, string wanted, int concurrency)
    {
        if (seenFor.Version != picture.Version || seenFor.Task != wanted || seenFor.Concurrency < concurrency)
        {
            seenFor = (picture.Version, wanted, concurrency);
            seen = Candidates.Of(
                key, [.. picture.All.Where(node => node.Knows(wanted) && !node.IsDraining).Select(node => (node.Node, node.RoomFor(task).Capacity))], concurrency, home.Node);
        }

        foreach (var (name, place) in places.ToArray())
        {
            if (picture.Find(name) is null)
            {
                place.Leave();
            }

            if (place.IsUnused || picture.Find(name) is null)
            {
                places.Remove(name);
            }
        }

        var looked = seen.Union(places.Keys, StringComparer.Ordinal).Select(node => Meet(picture.Find(node)!)).ToList();
        Show();
        return looked;
    }

    private NodePlace Meet(ItemNode node)
    {
        if (!places.TryGetValue(node.Node, out var place) || !place.Node.Gate.Equals(node.Gate))
        {
            place?.Leave();
            places[node.Node] = place = node.Node == nodes.Self
                ? new NodePlace(node, home, free, task)
                : new NodePlace(node, new SlotPlace(node.Node, remote(node), node.Knows), free: 0, task);
        }

        place.Node = node;
        return place;
    }

    private void Show() => All = [home, .. places.Values.Select(place => place.Place).Where(place => place != home)];
}
