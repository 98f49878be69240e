using Flyte.Actors.Placement;

namespace Flyte.Actors.Tests.Placement;

/// <summary>Gates and runs that tell each other their grants and wishes in rounds.</summary>
internal sealed class Fleet(int seed)
{
    private readonly Random random = new(seed);
    private readonly SortedDictionary<string, Node> nodes = new(StringComparer.Ordinal);
    private readonly List<Run> runs = [];
    private int names;

    internal IReadOnlyList<Run> Runs => runs;

    internal int Slots => nodes.Values.Sum(node => node.Capacity);

    internal Node Join(int capacity, bool isSlow = false)
    {
        var node = new Node($"node-{names++}", capacity, isSlow);
        nodes.Add(node.Name, node);
        return node;
    }

    internal Run Start(int concurrency)
    {
        var run = new Run($"run-{names++}", concurrency, nodes.Keys.ElementAtOrDefault(random.Next(nodes.Count)));
        runs.Add(run);
        return run;
    }

    internal void Lose(Node node)
    {
        nodes.Remove(node.Name);
        runs.ForEach(run => run.Links.Remove(node.Name));
    }

    internal static void End(Run run) => run.Items = 0;

    /// <summary>Any node but the last one.</summary>
    internal Node? Any() => nodes.Count < 2 ? null : nodes.Values.ElementAt(random.Next(nodes.Count));

    /// <summary>One round: loads are told, runs plan, gates grant, leases end here and there. Returns how many messages that took, and how many leases have yet to end.</summary>
    internal int Round()
    {
        var free = nodes.Values.ToDictionary(node => node.Name, node => node.Book.Load.Free, StringComparer.Ordinal);
        var messages = 0;
        foreach (var run in runs)
        {
            messages += Plan(run, free);
        }

        foreach (var node in nodes.Values)
        {
            messages += Grant(node);
            foreach (var run in runs.Where(run => !node.IsSlow || random.Next(4) == 0))
            {
                Use(run, node);
            }

            messages += Grant(node);
        }

        return messages + runs.Sum(run => run.Links.Values.Sum(link => Math.Abs(link.InUse - link.Granted)));
    }

    /// <summary>What is wrong once nothing changes any more.</summary>
    internal string? Problem()
    {
        foreach (var run in runs)
        {
            var lacking = Math.Min(run.Concurrency, run.Items) - run.Slots;
            if (lacking < 0)
            {
                return $"{run.Name} has {run.Slots} slots of {run.Concurrency}";
            }

            if (lacking > 0 && run.Items > 0 && Seen(run).Select(name => nodes[name]).FirstOrDefault(node => node.Book.Load.Free > 0) is { } idle)
            {
                return $"{run.Name} lacks {lacking} slots, and {idle.Name} has {idle.Book.Load.Free} free";
            }
        }

        return nodes.Values.FirstOrDefault(node => Links(node).Sum(link => link.Granted) > Math.Max(node.Capacity, Links(node).Count(link => link.NeedsOne))) is { } over
            ? $"{over.Name} granted more than its capacity"
            : null;
    }

    private IEnumerable<Link> Links(Node node) =>
        runs.Select(run => run.Links.GetValueOrDefault(node.Name)).OfType<Link>();

    private IReadOnlyList<string> Seen(Run run) =>
        Candidates.Of(run.Name, [.. nodes.Values.Select(node => (node.Name, node.Capacity))], run.Concurrency, run.Home);

    private int Plan(Run run, Dictionary<string, int> free)
    {
        var views = Seen(run).Union(run.Links.Keys, StringComparer.Ordinal).Select(name => run.View(nodes[name], free[name])).ToList();
        var wishes = SlotPlanner.Plan(views, new SlotDemand(run.Concurrency, run.Items, AreCheap: false, FreeAtHome: 0));
        var told = 0;
        for (var i = 0; i < wishes.Length; i++)
        {
            var link = run.Link(wishes[i].Address);
            if (link.Wished != wishes[i].Slots || link.NeedsOne != wishes[i].NeedsOne)
            {
                (link.Wished, link.NeedsOne) = (wishes[i].Slots, wishes[i].NeedsOne);
                nodes[wishes[i].Address].Book.Wish(run.Name, link.Wished, ++link.Version, link.NeedsOne);
                told++;
            }
        }

        return told;
    }

    private int Grant(Node node)
    {
        var changes = node.Book.TakeChanges();
        foreach (var change in changes)
        {
            var link = runs.First(run => run.Name == change.RunKey).Link(node.Name);
            (link.Granted, link.Answered) = (change.Slots, change.WishVersion);
        }

        return changes.Count;
    }

    private void Use(Run run, Node node)
    {
        var link = run.Link(node.Name);
        while (link.InUse > link.Granted)
        {
            node.Book.Note(run.Name, --link.InUse);
        }

        while (link.InUse < link.Granted && node.Book.MayOpen(run.Name))
        {
            node.Book.Note(run.Name, ++link.InUse);
        }
    }

    internal sealed record Node(string Name, int Capacity, bool IsSlow)
    {
        internal GateBook Book { get; } = new(Capacity);
    }

    internal sealed record Link
    {
        internal int Wished { get; set; }

        internal bool NeedsOne { get; set; }

        internal long Version { get; set; }

        internal long Answered { get; set; }

        internal int Granted { get; set; }

        internal int InUse { get; set; }
    }

    internal sealed class Run(string name, int concurrency, string? home)
    {
        internal string Name { get; } = name;

        internal string? Home { get; } = home;

        internal int Concurrency { get; } = concurrency;

        internal int Items { get; set; } = 1_000_000;

        internal Dictionary<string, Link> Links { get; } = new(StringComparer.Ordinal);

        internal int Slots => Links.Values.Sum(link => link.InUse);

        internal Link Link(string node) => Links.TryGetValue(node, out var link) ? link : Links[node] = new Link();

        internal NodeView View(Node node, int free)
        {
            var link = Link(node.Name);
            return new NodeView
            {
                Address = node.Name,
                Capacity = node.Capacity,
                Free = free,
                Granted = link.Granted,
                Wished = link.Wished,
                IsAnswered = link.Answered == link.Version,
                KnowsTask = true,
                IsHome = node.Name == Home,
            };
        }
    }
}
