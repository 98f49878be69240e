using System.Globalization;

namespace Flyte.Actors.Benchmarks;

/// <summary>What the joins and the kills came to, for the report.</summary>
/// <param name="bench">The benchmark.</param>
/// <param name="concurrency">How many items at once.</param>
/// <param name="items">How many items a map had whose node was killed.</param>
/// <param name="joins">The joins.</param>
/// <param name="kills">The kills of nodes that executed items of a stream.</param>
/// <param name="holder">The kill of the node that held a recorded run; null where no server is at hand.</param>
internal sealed class NodeChanges(string bench, int concurrency, int items, List<Join> joins, List<Kill> kills, Kill? holder)
{
    private const double WithinMs = 2000;

    public IReadOnlyList<Row> Rows { get; } =
    [
        JoinRow(bench, concurrency, joins),
        KillRow(bench, "kill", concurrency, items, kills),
        .. holder is null ? [] : new[] { KillRow(bench, "kill, recorded", concurrency, items, [holder]) },
    ];

    public IEnumerable<Goal> Goals() =>
    [
        Goal.Under("a node that joined runs 80 % of its share", Rows[0].ShareMs ?? double.NaN, WithinMs, "ms"),
        .. Rows.Skip(1).SelectMany(row => new[]
        {
            Goal.AtMost($"{row.Case}: lost", row.Lost ?? -1, 0),
            Goal.AtMost($"{row.Case}: recorded or given out twice", row.RecordedTwice ?? -1, 0),
        }),
    ];

    public IEnumerable<string> Notes() =>
    [
        FormattableString.Invariant($"{joins.Count} joins, at 80 % of their share after {All(joins.Select(join => join.ShareMs), "#,0")} ms, as the mean of a tenth of a second; in the fourth second they ran {All(joins.Select(join => join.BodiesAtEnd), "0.0")} bodies at a time, of {Join.ShareOf(concurrency):0.0}"),
        FormattableString.Invariant($"{kills.Count} kills of a node that executes items; nodes are given up that are lost for {FleetSettings.StableAfter.TotalSeconds:0} s: the map went on for {Measurement.Median(kills.Select(kill => kill.AfterKillMs)):#,0} ms after the kill"),
        holder is null
            ? $"a recorded run whose home is killed: not measured, {Stores.PostgreSqlVariable} names no server"
            : FormattableString.Invariant($"a recorded run whose home was killed went on for {holder.AfterKillMs:#,0} ms after that"),
    ];

    private static Row JoinRow(string bench, int concurrency, List<Join> joins) => new()
    {
        Bench = bench,
        Subject = Subject.Flyte,
        Case = "join",
        Items = (int)Measurement.Median(joins.Select(join => (double)join.Items)),
        Concurrency = concurrency,
        MedianMs = Math.Round(Measurement.Median(joins.Select(join => join.TotalMs)), 1),
        ItemsPerSecond = (long)Measurement.Median(joins.Select(join => join.Items / join.TotalMs * 1000)),
        FirstItemMs = Math.Round(Measurement.Median(joins.Select(join => join.FirstBodyMs)), 1),
        ShareMs = Math.Round(Measurement.Median(joins.Select(join => join.ShareMs)), 1),
    };

    private static Row KillRow(string bench, string @case, int concurrency, int items, List<Kill> kills)
    {
        var median = Measurement.Median(kills.Select(kill => kill.TotalMs));
        return new Row
        {
            Bench = bench,
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

    private static string All(IEnumerable<double> figures, string format) =>
        string.Join(", ", figures.Select(figure => figure.ToString(format, CultureInfo.InvariantCulture)));
}
