using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;
using Flyte.Actors.Telemetry;

namespace Flyte.Actors.Runtime;

/// <summary>
/// Measures a run for whoever listens: a lease or a batch of events at a time. What an earlier execution of its caller has recorded was
/// counted then.
/// </summary>
internal sealed class RunMeter(RunState state)
{
    // Whose calls they are; a map has one task.
    private readonly Dictionary<int, string> tasks = [];
    private readonly Dictionary<string, ItemTally> ended = [];

    private bool IsOfCalls => state.Spec.Task.Length == 0;

    /// <summary>Notes a lease of which something comes back.</summary>
    internal void OnReturn(Lease lease, ILeaseMessage message)
    {
        if (IsOfCalls && FlyteMetrics.Items.Enabled)
        {
            for (var index = lease.First; index < lease.First + lease.Count; index++)
            {
                tasks[index] = lease.Page.Task.Name;
            }
        }

        if (message is LeaseDone { Failed: null, Elapsed: var elapsed } && elapsed > TimeSpan.Zero && FlyteMetrics.LeaseDuration.Enabled)
        {
            FlyteMetrics.LeaseDuration.Record(elapsed.TotalSeconds, MetricTags.OfTask(lease.Page.Task.Name));
        }
    }

    /// <summary>How the items have ended so far; null when nobody wants to know.</summary>
    internal ItemTally? Begin() => FlyteMetrics.Items.Enabled && !state.Spec.Id.IsTraces ? ItemTally.Of(state) : null;

    /// <summary>Notes the items that have ended with an event.</summary>
    /// <param name="e">The event, which is recorded.</param>
    /// <param name="before">How they had ended before it.</param>
    internal ItemTally Note(RunEvent e, ItemTally before)
    {
        var now = ItemTally.Of(state);
        if (e is ItemsFinished { Results: var results })
        {
            var task = IsOfCalls ? TaskOf(results.First, results.Count) : state.Spec.Task;
            ended[task] = ended.GetValueOrDefault(task) + (now - before);
        }

        return now;
    }

    /// <summary>Counts what was noted.</summary>
    internal void Count()
    {
        foreach (var (task, items) in ended)
        {
            items.Count(MetricTags.OfTask(task));
        }

        ended.Clear();
    }

    private string TaskOf(int first, int count)
    {
        var task = "";
        for (var index = first; tasks.Count > 0 && index < first + count; index++)
        {
            task = tasks.Remove(index, out var known) ? known : task;
        }

        return task;
    }
}

/// <summary>How many items have ended how.</summary>
internal readonly record struct ItemTally(int Succeeded, int Recovered, int Failed, int Aborted, int TimedOut)
{
    internal static ItemTally Of(RunState state) => new(state.Succeeded, state.Recovered, state.Failed, state.Aborted, state.TimedOut);

    public static ItemTally operator -(ItemTally all, ItemTally before) => new(
        all.Succeeded - before.Succeeded, all.Recovered - before.Recovered, all.Failed - before.Failed, all.Aborted - before.Aborted, all.TimedOut - before.TimedOut);

    public static ItemTally operator +(ItemTally some, ItemTally more) => new(
        some.Succeeded + more.Succeeded, some.Recovered + more.Recovered, some.Failed + more.Failed, some.Aborted + more.Aborted, some.TimedOut + more.TimedOut);

    internal void Count(KeyValuePair<string, object?> task)
    {
        Count(Succeeded, task, "succeeded");
        Count(Recovered, task, "recovered");
        Count(Failed, task, "failed");
        Count(Aborted, task, "aborted");
        Count(TimedOut, task, "timed_out");
    }

    private static void Count(int count, KeyValuePair<string, object?> task, string outcome)
    {
        if (count > 0)
        {
            FlyteMetrics.Items.Add(count, task, new(MetricTags.Outcome, outcome));
        }
    }
}
