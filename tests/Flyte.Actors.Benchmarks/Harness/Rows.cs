namespace Flyte.Actors.Benchmarks;

/// <summary>Makes the rows of a report of what was measured.</summary>
internal static class Rows
{
    public const string Ideal = "ideal";

    public static IReadOnlyList<Row> Of(string bench, IReadOnlyList<Measurement> measurements)
    {
        var rows = new List<Row>();
        foreach (var measurement in measurements)
        {
            rows.Add(Measured(bench, measurement, measurements));
            if (measurement.IdealMs.Count > 0)
            {
                rows.Add(IdealOf(bench, measurement));
            }
        }

        return rows;
    }

    /// <summary>A row for a figure that was computed and not measured, such as the ideal of the nominal times.</summary>
    public static Row Computed(string bench, Subject like, string @case, double milliseconds) =>
        Untimed(bench, like, Ideal, @case, milliseconds);

    private static Row Measured(string bench, Measurement measurement, IReadOnlyList<Measurement> all)
    {
        var subject = measurement.Subject;
        var ratios = Ratios(measurement, all);
        var median = Measurement.Median(measurement.Milliseconds);
        return Untimed(bench, subject, subject.Name, subject.Case, median) with
        {
            BytesPerItem = (long)Math.Round(Measurement.Median(measurement.Bytes) / subject.Items),
            RatioTo = ratios.Count > 0 ? ratios : null,
            P50Us = subject.IsInTurn ? Math.Round(median * 1000 / subject.Items, 2) : Latency(measurement, step => step.P50Us),
            P99Us = Latency(measurement, step => step.P99Us),
            DoesNot = subject.DoesNot,
        };
    }

    private static double? Latency(Measurement measurement, Func<Percentiles, double> percentile) =>
        measurement.Latencies.Count > 0 ? Math.Round(Measurement.Median(measurement.Latencies.Select(percentile)), 2) : null;

    private static Row IdealOf(string bench, Measurement measurement)
    {
        var subject = measurement.Subject;
        var @case = subject.Case ?? (string.Equals(subject.Name, Subject.Flyte, StringComparison.Ordinal) ? null : subject.Name);
        return Computed(bench, subject, @case ?? Ideal, Measurement.Median(measurement.IdealMs)) with { Case = @case };
    }

    private static Row Untimed(string bench, Subject subject, string name, string? @case, double milliseconds) => new()
    {
        Bench = bench,
        Subject = name,
        Case = @case,
        Items = subject.Items,
        Concurrency = subject.Concurrency,
        MedianMs = Math.Round(milliseconds, 3),
        ItemsPerSecond = (long)Math.Round(subject.Items / milliseconds * 1000),
    };

    /// <summary>Ours to every peer: to its variant of the same case, else to the one without a case. Anyone's to its ideal.</summary>
    private static Dictionary<string, double> Ratios(Measurement measurement, IReadOnlyList<Measurement> all)
    {
        var ratios = new Dictionary<string, double>(StringComparer.Ordinal);
        if (string.Equals(measurement.Subject.Name, Subject.Flyte, StringComparison.Ordinal))
        {
            var peers = all.Select(peer => peer.Subject.Name).Where(name => !string.Equals(name, Subject.Flyte, StringComparison.Ordinal));
            foreach (var name in peers.Distinct(StringComparer.Ordinal))
            {
                if ((Peer(name, measurement.Subject.Case) ?? Peer(name, null)) is { } peer)
                {
                    ratios[name] = Rounded(measurement.TimesFasterThan(peer));
                }
            }
        }

        if (measurement.IdealMs.Count > 0)
        {
            ratios[Ideal] = Rounded(measurement.ShareOfIdeal());
        }

        return ratios;

        Measurement? Peer(string name, string? @case) => all.FirstOrDefault(peer =>
            string.Equals(peer.Subject.Name, name, StringComparison.Ordinal) && string.Equals(peer.Subject.Case, @case, StringComparison.Ordinal));
    }

    public static double Rounded(double ratio) => Math.Round(ratio, ratio < 10 ? 3 : 1);
}
