using System.Globalization;
using Flyte.Actors;

namespace Flyte.Node.Output;

/// <summary>Where a run stands, in words.</summary>
internal static class ProgressText
{
    /// <summary>Such as <c>12 of 60 done, 8 running, 1 failed, 31.5 items/s, 2 s left</c>.</summary>
    internal static string Line(ItemCounts items, double perSecond)
    {
        var failed = items.Failed + items.TimedOut;
        List<string> parts = [Done(items), $"{Number(items.Running)} running", $"{Number(failed)} failed"];
        if (items.Retrying > 0)
        {
            parts.Add($"{Number(items.Retrying)} waiting for a retry");
        }

        if (perSecond > 0)
        {
            parts.Add($"{Rate(perSecond)} items/s");
        }

        if (items.MoreToCome || items.Done < items.Total)
        {
            parts.Add(Left(items, perSecond) is { } left ? $"{left} left" : "time left unknown");
        }

        return string.Join(", ", parts);
    }

    /// <summary>The same for the little room beside a bar, such as <c>12/60, 8 running, 1 failed, 31.5/s, 2 s left</c>.</summary>
    internal static string Short(ItemCounts items, double perSecond)
    {
        var done = items.MoreToCome ? $"{Number(items.Done)} so far" : $"{Number(items.Done)}/{Number(items.Total)}";
        return $"{done}, {Number(items.Running)} running, {Number(items.Failed + items.TimedOut)} failed, {Rate(perSecond)}/s, {Left(items, perSecond) ?? "?"} left";
    }

    /// <summary>The run in one line, when it is over.</summary>
    internal static string Summary(RunInfo run, DateTimeOffset now)
    {
        var (items, elapsed) = (run.Items, (run.EndedAt ?? now) - run.StartedAt);
        List<string> parts = [$"{Number(items.Succeeded)} succeeded"];
        Add(items.Recovered, "recovered");
        Add(items.Failed, "failed");
        Add(items.TimedOut, "timed out");
        Add(items.Aborted, "aborted");
        var rate = elapsed > TimeSpan.Zero && items.Done > 0 ? $" ({Rate(items.Done / elapsed.TotalSeconds)} items/s)" : "";

        // When a run ended that its caller's end has ended, nobody has recorded.
        var time = run.EndedAt is null && run.Id.Contains('/', StringComparison.Ordinal) ? "" : $" in {Duration(elapsed)}{rate}";
        return $"{RunText.Task(run)}: {Number(items.Total)} {(items.Total == 1 ? "item" : "items")}{time}: {string.Join(", ", parts)}";

        void Add(int count, string what)
        {
            if (count > 0)
            {
                parts.Add($"{Number(count)} {what}");
            }
        }
    }

    internal static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalSeconds):0.0} s"),
        { TotalSeconds: < 99.5 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):0} h {time.Minutes:00} min"),
    };

    private static string Done(ItemCounts items) =>
        items.MoreToCome ? $"{Number(items.Done)} done of {Number(items.Total)} so far" : $"{Number(items.Done)} of {Number(items.Total)} done";

    private static string? Left(ItemCounts items, double perSecond) =>
        perSecond > 0 && !items.MoreToCome
            ? Duration(TimeSpan.FromSeconds(Math.Min((items.Total - items.Done) / perSecond, TimeSpan.MaxValue.TotalSeconds / 2)))
            : null;

    private static string Rate(double perSecond) => perSecond < 100
        ? perSecond.ToString("0.0", CultureInfo.InvariantCulture)
        : perSecond.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
