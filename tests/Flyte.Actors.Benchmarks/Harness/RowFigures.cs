using System.Globalization;

namespace Flyte.Actors.Benchmarks;

/// <summary>What a row knows beside the columns of the table, in words.</summary>
internal static class RowFigures
{
    public static string Of(Row row) => string.Join("; ", Parts(row));

    private static IEnumerable<string> Parts(Row row)
    {
        var ratios = row.RatioTo ?? new Dictionary<string, double>(StringComparer.Ordinal);
        var peers = ratios.Where(ratio => ratio.Key is not Rows.Ideal).Select(ratio => $"{Text(ratio.Value, "0.00")} x {ratio.Key}").ToList();
        if (peers.Count > 0)
        {
            yield return $"speed {string.Join(", ", peers)}";
        }

        if (ratios.TryGetValue(Rows.Ideal, out var share))
        {
            yield return $"{Text(share, "0.000")} of its ideal";
        }

        if (row.P50Us is { } middle)
        {
            yield return row.P99Us is { } high ? $"p50 {Text(middle, "#,0")} µs, p99 {Text(high, "#,0")} µs" : $"{Text(middle, "0.00")} µs a step";
        }

        if (row.PeakBytesPerItem is { } bytes)
        {
            yield return $"at most {Text(bytes, "#,0")} bytes an item at a time";
        }

        if (row.FirstItemMs is { } first)
        {
            yield return $"first new item after {Text(first, "#,0")} ms";
        }

        if (row.ShareMs is { } joined)
        {
            yield return $"at its share after {Text(joined, "#,0")} ms";
        }

        if (row is { Fairness: { } fairness, MessagesPerSecond: { } messages, WireBytesPerSecond: { } wire })
        {
            yield return $"fairness {Text(fairness, "0.000")}; busiest actor {Text(messages, "#,0")} messages/s and {Text(wire, "#,0")} bytes/s";
        }

        if (row is { CommitsPerSecond: { } commits, JournalBytesPerSecond: { } journal, LedgerBytes: { } ledger })
        {
            yield return $"journal {Text(commits, "#,0")} commits/s and {Text(journal, "#,0")} bytes/s; largest ledger {Text(ledger, "#,0")} bytes";
        }

        if (row is { FirstHalf: { } before, SecondHalf: { } after })
        {
            yield return $"{Text(before, "#,0")} in the first half, {Text(after, "#,0")} in the second";
        }

        if (row is { Lost: { } lost, RecordedTwice: { } twice, Rerun: { } rerun })
        {
            yield return $"{Text(lost, "#,0")} lost, {Text(twice, "#,0")} recorded twice, {Text(rerun, "#,0")} run again";
        }
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
