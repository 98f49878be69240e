namespace Flyte.Actors.Benchmarks;

/// <summary>What one benchmark came to.</summary>
/// <param name="Rows">A row for each subject.</param>
/// <param name="Goals">What was to be reached.</param>
/// <param name="Notes">What a reader has to know beside it.</param>
internal sealed record Report(IReadOnlyList<Row> Rows, IReadOnlyList<Goal> Goals, IReadOnlyList<string> Notes)
{
    public static Row Find(IReadOnlyList<Row> rows, string subject, string? @case = null) =>
        rows.FirstOrDefault(row => row.Is(subject, @case))
        ?? throw new InvalidOperationException($"The report has no row of '{subject}'{(@case is null ? "" : $", case '{@case}'")}.");
}

/// <summary>A figure to reach.</summary>
/// <param name="Text">The goal in words.</param>
/// <param name="Figure">What was measured.</param>
/// <param name="IsReached">Whether that is enough.</param>
internal sealed record Goal(string Text, string Figure, bool IsReached)
{
    /// <summary>A subject of ours is at least so many times as fast as a peer.</summary>
    public static Goal TimesFaster(string text, Row row, string peer, double least)
    {
        var ratio = row.RatioTo is { } ratios && ratios.TryGetValue(peer, out var found) ? found : double.NaN;
        return new Goal(text, FormattableString.Invariant($"{ratio:0.00}, at least {least:0.00}"), ratio >= least);
    }

    /// <summary>A figure is at least so much.</summary>
    public static Goal AtLeast(string text, double figure, double least) =>
        new(text, FormattableString.Invariant($"{figure:0.00}, at least {least:0.00}"), figure >= least);

    /// <summary>A count is no more than that.</summary>
    public static Goal AtMost(string text, long count, long most) =>
        new(text, FormattableString.Invariant($"{count:#,0}, at most {most:#,0}"), count >= 0 && count <= most);

    /// <summary>A figure is less than so much of its unit.</summary>
    public static Goal Under(string text, double figure, double limit, string unit) =>
        new(text, FormattableString.Invariant($"{figure:0.##} {unit}, under {limit:0.##} {unit}"), figure < limit);

    /// <summary>A step takes less than so many microseconds.</summary>
    public static Goal StepUnder(string text, Row row, double microseconds) =>
        Under(text, row.P50Us ?? double.NaN, microseconds, "µs");
}
