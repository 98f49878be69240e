namespace Flyte.Actors.Benchmarks;

/// <summary>What three nodes come to that share the work: steadily, when one joins, and when one is killed.</summary>
internal sealed class AcrossNodes : Benchmark
{
    private const int Nodes = 3;
    private const double CheapForEach = 1_000_000 / 6_000.0;
    private const int Repetitions = 3;

    public override string Name => "cluster";

    public override string Work => "maps on three nodes, each a process of this machine: items of 20 ms, cheap ones, a node that joins, a node that is killed";

    public override async Task<Report> RunAsync(Settings settings)
    {
        var items = settings.Items ?? 6_000;
        var concurrency = settings.Concurrency ?? 96;
        var (rows, parts) = await SteadyAsync(items, concurrency, settings);
        var joins = new List<Join>();
        var kills = new List<Kill>();
        for (var i = 0; i < (settings.Repetitions ?? Repetitions); i++)
        {
            var (join, kill) = await ChangeAsync(items, concurrency);
            joins.Add(join);
            kills.Add(kill);
        }

        var changes = new NodeChanges(Name, concurrency, items, joins, kills, await KillHolderAsync(items, concurrency));
        return new Report([.. rows, .. changes.Rows], [.. Goals(rows), .. changes.Goals()], [.. Notes(parts), .. changes.Notes()]);
    }

    // Two of three nodes can hold all that runs at once: a third one is not waited for, it takes from what they have.
    private static FleetSettings Settings(int items, int concurrency, TempFolder folder, NodeRoles roles = NodeRoles.Items, string store = "") =>
        new(roles, (concurrency + 1) / (Nodes - 1), items, folder.Path, store);

    private async Task<(IReadOnlyList<Row> Rows, IReadOnlyList<int> Parts)> SteadyAsync(int items, int concurrency, Settings settings)
    {
        using var folder = new TempFolder();
        var tasks = new NodeTasks();
        await using var alone = await FlyteRuntime.StartAsync(tasks.Environment);
        await using var fleet = new Fleet(Settings(items, concurrency, folder));
        var home = await fleet.EnterAsync(NodeRoles.Items, tasks);
        await fleet.JoinAsync();
        await fleet.JoinAsync();
        var client = await fleet.EnterAsync(NodeRoles.None, tasks);
        var subjects = new NodeSubjects(tasks, concurrency);
        var some = Check.Inputs(items);
        var many = Check.Inputs((int)Math.Min(items * CheapForEach, Array.MaxLength));
        var measurements = await Rounds.MeasureAsync(
            [
                subjects.Wait(home, some, Subject.Flyte),
                subjects.Wait(alone, some, NodeSubjects.OneNode),
                subjects.DoNothing(home, many, Subject.Flyte),
                subjects.DoNothing(alone, many, NodeSubjects.OneNode),
                subjects.DoNothing(client, many, Subject.Flyte, NodeSubjects.Client),
            ],
            settings);
        return (Rows.Of(Name, measurements), subjects.PartsOf(Subject.Flyte));
    }

    private static async Task<(Join Join, Kill Kill)> ChangeAsync(int items, int concurrency)
    {
        using var folder = new TempFolder();
        using var notes = NodeTasks.Notes(folder.Path, Environment.ProcessId, items);
        var tasks = new NodeTasks(notes);
        await using var fleet = new Fleet(Settings(items, concurrency, folder));
        var home = await fleet.EnterAsync(NodeRoles.Items, tasks);
        await fleet.JoinAsync();
        var join = await Join.MeasureAsync(fleet, home, tasks, concurrency);
        return (join, await Kill.OfExecutorAsync(fleet, home, tasks, items, concurrency));
    }

    private static async Task<Kill?> KillHolderAsync(int items, int concurrency)
    {
        await using var database = await PostgresDatabase.CreateAsync();
        if (database is null)
        {
            return null;
        }

        using var folder = new TempFolder();
        var tasks = new NodeTasks();
        await using var fleet = new Fleet(Settings(items, concurrency, folder, NodeRoles.Both, database.ConnectionString));
        for (var i = 0; i < Nodes; i++)
        {
            await fleet.JoinAsync();
        }

        var client = await fleet.EnterAsync(NodeRoles.None, tasks);
        return await Kill.OfHolderAsync(fleet, client, tasks, items, concurrency);
    }

    private static IEnumerable<Goal> Goals(IReadOnlyList<Row> rows) =>
    [
        Goal.TimesFaster("90 % of the ideal", Report.Find(rows, Subject.Flyte, NodeSubjects.Waiting), Rows.Ideal, 0.9),
        Goal.TimesFaster("cheap items at 80 % of one node's speed", Report.Find(rows, Subject.Flyte, NodeSubjects.Cheap), NodeSubjects.OneNode, 0.8),
    ];

    private static IEnumerable<string> Notes(IReadOnlyList<int> parts) =>
    [
        "the first node is this process, where maps are called; the ideal is what the bodies took as measured inside them, divided by the concurrency",
        FormattableString.Invariant($"of {NodeSubjects.Waiting}, the nodes had {string.Join(", ", parts)} items in the last round; cheap items stay at home, and only those of a client travel"),
    ];
}
