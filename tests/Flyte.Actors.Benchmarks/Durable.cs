using System.Globalization;

namespace Flyte.Actors.Benchmarks;

/// <summary>What it costs to record every input and every result.</summary>
internal sealed class Durable : Benchmark
{
    private const string PostgreSql = "PostgreSQL";
    private const int Flushes = 300;

    public override string Name => "durable";

    public override string Work => "a recorded map whose items do nothing and return 100 bytes, in order, on SQLite with full fsync";

    public override async Task<Report> RunAsync(Settings settings)
    {
        var few = settings.Items ?? 100_000;
        var many = (int)Math.Min(few * 10L, int.MaxValue);
        var concurrency = settings.Concurrency ?? 64;
        using var folder = new TempFolder();
        using var probe = new FsyncProbe(folder);
        await using var ours = await DurableSubjects.OnSqliteAsync(folder, [(CaseOf(few), few), (CaseOf(many), many)], concurrency);
        await using var server = await DurableSubjects.OnPostgreSqlAsync(PostgreSql, few, concurrency);
        List<Subject> subjects = [.. ours.All, .. server?.All ?? [], probe.AsSubject(Flushes)];
        var rows = Rows.Of(Name, await Rounds.MeasureAsync(subjects, settings.OrRounds(warmUp: 1, repetitions: 3)));
        string[] cases = [CaseOf(few), CaseOf(many), .. server is null ? [] : new[] { PostgreSql }];
        return new Report(
            rows,
            [
                await ReadAgain.GoalAsync(Stores.Sqlite(folder.File("again.db")), few, concurrency),
                .. cases.SelectMany(@case => Goals(Report.Find(rows, Subject.Flyte, @case))),
            ],
            [
                "of 'fsync' an item is one flush, so that the speed beside it is the items in the time of one; speeds are compared by the item",
                server is null ? $"{PostgreSql}: not measured, {Stores.PostgreSqlVariable} names no server" : $"{PostgreSql}: the server's own settings of durability",
            ]);
    }

    private static string CaseOf(int items) => items.ToString("#,0", CultureInfo.InvariantCulture);

    private static IEnumerable<Goal> Goals(Row row) =>
    [
        Goal.TimesFaster($"{row.Case}: 300 times as fast as a Persist for each item", row, PersistPeer.Name, 300),
        Goal.TimesFaster($"{row.Case}: 50 items in the time of an fsync", row, FsyncProbe.Name, 50),
        Goal.TimesFaster($"{row.Case}: faster than bare inserts", row, BareInserts.Name, 1),
    ];
}
