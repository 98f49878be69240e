namespace Flyte.Actors.Benchmarks;

/// <summary>What three nodes come to that share the work: steadily, when one joins, and when one is killed.</summary>
internal sealed class AcrossNodes : Benchmark
{
    private const int Nodes = 3;
    private const double CheapForEach = 1_000_000 / 6_000.0;
    private const int Repetitions = 3;
    private const double WithinMs = 2000;
    private const string JoinCase = "join";
    private const string KillCase = "kill";
    private const string HolderCase = "kill, recorded";

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

        var holder = await KillHolderAsync(items, concurrency);
        List<Row> changes =
        [
            JoinRow(joins, concurrency),
            KillRow(KillCase, kills, items, concurrency),
            .. holder is null ? [] : new[] { KillRow(HolderCase, [holder], items, concurrency) },
        ];
        return new Report([.. rows, .. changes], [.. Goals(rows, changes)], [.. Notes(parts, joins, kills, holder)]);
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

    private Row JoinRow(List<Join> joins, int concurrency) => new()
    {
        Bench = Name,
        Subject = Subject.Flyte,
        Case = JoinCase,
        Items = (int)Measurement.Median(joins.Select(join => (double)join.Items)),
        Concurrency = concurrency,
        MedianMs = Math.Round(Measurement.Median(joins.Select(join => join.TotalMs)), 1),
        ItemsPerSecond = (long)Measurement.Median(joins.Select(join => join.Items / join.TotalMs * 1000)),
        FirstItemMs = Math.Round(Measurement.Median(joins.Select(join => join.FirstBodyMs)), 1),
        ShareMs = Math.Round(Measurement.Median(joins.Select(join => join.ShareMs)), 1),
    };

    private Row KillRow(string @case, List<Kill> kills, int items, int concurrency)
    {
        var median = Measurement.Median(kills.Select(kill => kill.TotalMs));
        return new Row
        {
            Bench = Name,
            Subject = Subject.Flyte,
            Case = @case,
            Items = items,
            Concurrency = concurrency,
            MedianMs = Math.Round(median, 1),
            ItemsPerSecond = (long)(items / median * 1000),
            Lost = kills.Max(kill => kill.Lost),
            RecordedTwice = kills.Max(kill => kill.Twice),
            Rerun = kills.Max(kill => kill.Rerun),
        };
    }

    private static IEnumerable<Goal> Goals(IReadOnlyList<Row> steady, List<Row> changes) =>
    [
        Goal.TimesFaster("90 % of the ideal", Report.Find(steady, Subject.Flyte, NodeSubjects.Waiting), Rows.Ideal, 0.9),
        Goal.TimesFaster("cheap items at 80 % of one node's speed", Report.Find(steady, Subject.Flyte, NodeSubjects.Cheap), NodeSubjects.OneNode, 0.8),
        Goal.Under("a node that joined runs 80 % of its share", Report.Find(changes, Subject.Flyte, JoinCase).ShareMs ?? double.NaN, WithinMs, "ms"),
        .. changes.Where(row => row.Lost is not null).SelectMany(row => new[]
        {
            Goal.AtMost($"{row.Case}: lost", row.Lost ?? -1, 0),
            Goal.AtMost($"{row.Case}: recorded or given out twice", row.RecordedTwice ?? -1, 0),
        }),
    ];

    private static IEnumerable<string> Notes(IReadOnlyList<int> parts, List<Join> joins, List<Kill> kills, Kill? holder) =>
    [
        "the first node is this process, where maps are called; the ideal is what the bodies took as measured inside them, divided by the concurrency",
        FormattableString.Invariant($"of {NodeSubjects.Waiting}, the nodes had {string.Join(", ", parts)} items in the last round; cheap items stay at home, and only those of a client travel"),
        FormattableString.Invariant($"{joins.Count} joins, at their share of {Nodes} after {string.Join(", ", joins.Select(join => FormattableString.Invariant($"{join.ShareMs:#,0}")))} ms, as the mean of a tenth of a second; in the fourth second they ran {string.Join(", ", joins.Select(join => FormattableString.Invariant($"{join.BodiesAtEnd:0.0}")))} bodies at a time"),
        FormattableString.Invariant($"{kills.Count} kills of a node that executes items; nodes are given up that are lost for {FleetSettings.StableAfter.TotalSeconds:0} s: the map went on for {Measurement.Median(kills.Select(kill => kill.AfterKillMs)):#,0} ms after the kill"),
        holder is null
            ? $"a recorded run whose home is killed: not measured, {Stores.PostgreSqlVariable} names no server"
            : FormattableString.Invariant($"a recorded run whose home was killed went on for {holder.AfterKillMs:#,0} ms after that"),
    ];
}
