using System.Globalization;
using Flyte.Actors;

namespace Flyte.Node.Output;

/// <summary>All that is known of a run, for a person.</summary>
internal static class RunText
{
    private const int Label = 13;

    /// <summary>A moment in the time of this machine's place.</summary>
    internal static string Time(DateTimeOffset at, TimeProvider time) =>
        TimeZoneInfo.ConvertTime(at, time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The task of a run, or that it is of single calls, of which each has its own.</summary>
    internal static string Task(RunInfo run) => run.Task.Length > 0 ? run.Task : "single calls";

    internal static IEnumerable<string> Lines(RunInfo run, TimeProvider time)
    {
        yield return Line("run", run.Id);
        yield return Line("task", Task(run));
        foreach (var (label, value) in Given(run))
        {
            yield return Line(label, OneLine.Of(value));
        }

        yield return Line("phase", PhaseText.Of(run.Phase));
        yield return Line("items", $"{Number(run.Items.Total)}{(run.Items.MoreToCome && run.EndedAt is null ? ", more inputs to come" : "")}");
        foreach (var (phase, count) in Counts(run.Items))
        {
            yield return Line($"  {phase}", Number(count));
        }

        yield return Line("concurrency", Number(run.Concurrency));
        yield return Line("started", Time(run.StartedAt, time));
        if (run.EndedAt is { } end)
        {
            yield return Line("ended", $"{Time(end, time)}, after {ProgressText.Duration(end - run.StartedAt)}");
        }

        if (run.Error is not null)
        {
            yield return Line("error", OneLine.Of($"{run.Error.Code}: {run.Error.Message}"));
        }

        if (run.Notice is not null)
        {
            yield return Line("notice", OneLine.Of(run.Notice));
        }
    }

    private static IEnumerable<(string Label, string Value)> Given(RunInfo run)
    {
        if (run.RerunOf is not null)
        {
            yield return ("rerun of", run.RerunOf);
        }

        if (run.Name is not null)
        {
            yield return ("name", run.Name);
        }

        foreach (var (key, value) in run.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            yield return ("label", $"{key}={value}");
        }
    }

    private static IEnumerable<(string Phase, int Count)> Counts(ItemCounts items) => new[]
    {
        ("queued", items.Queued),
        ("running", items.Running),
        ("retrying", items.Retrying),
        ("succeeded", items.Succeeded),
        ("recovered", items.Recovered),
        ("failed", items.Failed),
        ("timed out", items.TimedOut),
        ("aborted", items.Aborted),
    }.Where(count => count.Item2 > 0);

    private static string Line(string label, string value) => $"{label.PadRight(Label)}{OneLine.Of(value)}";

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
