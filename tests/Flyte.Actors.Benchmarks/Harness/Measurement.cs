namespace Flyte.Actors.Benchmarks;

/// <summary>What the counted runs of one subject came to, a value for each round.</summary>
internal sealed class Measurement(Subject subject)
{
    public Subject Subject { get; } = subject;

    public List<double> Milliseconds { get; } = [];

    public List<double> Bytes { get; } = [];

    /// <summary>The ideal schedules of the same runs; empty where the subject knows none.</summary>
    public List<double> IdealMs { get; } = [];

    /// <summary>What the single steps of the same runs took; empty where the subject does not know.</summary>
    public List<Percentiles> Latencies { get; } = [];

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>
    /// How many times faster this subject did an item than another. Each round is compared with itself: the machine is shared.
    /// </summary>
    public double TimesFasterThan(Measurement other) =>
        TimesFasterThan(other.Milliseconds) * Subject.Items / other.Subject.Items;

    /// <summary>How near the subject came to the ideal schedule of the very bodies that it ran; 1 is as good.</summary>
    public double ShareOfIdeal() => TimesFasterThan(IdealMs);

    private double TimesFasterThan(List<double> others) =>
        Median(others.Zip(Milliseconds, (theirs, ours) => theirs / ours));
}
