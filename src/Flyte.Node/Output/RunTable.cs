using System.Globalization;
using Flyte.Actors;

namespace Flyte.Node.Output;

/// <summary>Runs as rows.</summary>
internal static class RunTable
{
    private const int MostOfName = 30;

    internal static TextTable Of(IReadOnlyList<RunInfo> runs, TimeProvider time)
    {
        var table = new TextTable("id", "task", "name", "phase", "items", "done", "failed", "started", "took");
        foreach (var run in runs)
        {
            table.Add(
                run.Id,
                run.Task,
                Shorten.End(OneLine.Of(run.Name ?? ""), MostOfName),
                PhaseText.Of(run.Phase),
                $"{Number(run.Items.Total)}{(run.Items.MoreToCome && run.EndedAt is null ? "+" : "")}",
                Number(run.Items.Done),
                Number(run.Items.Failed + run.Items.TimedOut),
                RunText.Time(run.StartedAt, time),
                run.EndedAt is { } end ? ProgressText.Duration(end - run.StartedAt) : "");
        }

        table.AlignRight(4, 5, 6, 8);
        return table;
    }

    internal static TextTable Of(IReadOnlyList<ChildRun> called)
    {
        var table = new TextTable("item", "id", "task", "phase", "items", "done", "failed");
        foreach (var (item, run) in called)
        {
            table.Add(
                Number(item),
                run.Id,
                RunText.Task(run),
                PhaseText.Of(run.Phase),
                $"{Number(run.Items.Total)}{(run.Items.MoreToCome && run.EndedAt is null ? "+" : "")}",
                Number(run.Items.Done),
                Number(run.Items.Failed + run.Items.TimedOut));
        }

        table.AlignRight(0, 4, 5, 6);
        return table;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
