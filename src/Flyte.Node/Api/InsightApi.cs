using Flyte.Actors;
using Flyte.Node.Documents;
using Flyte.Node.Service;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Flyte.Node.Api;

/// <summary>The failures of a run by kind, the largest group first.</summary>
/// <param name="Groups">The groups.</param>
/// <param name="Count">All failures.</param>
/// <param name="IsComplete">Whether all kinds are told apart; otherwise the last group is of all others.</param>
internal sealed record FailuresDocument(IReadOnlyList<FailureDocument> Groups, int Count, bool IsComplete);

/// <summary>Failures of one kind.</summary>
/// <param name="Code">The code of the errors.</param>
/// <param name="Message">The message of the first one.</param>
/// <param name="Count">How many items ended so.</param>
/// <param name="Items">The first of them, five at most.</param>
/// <param name="IsRest">Whether these are of all the kinds that are not told apart.</param>
internal sealed record FailureDocument(string Code, string Message, int Count, IReadOnlyList<int> Items, bool IsRest);

/// <summary>What the slots of a run did lately, and do.</summary>
/// <param name="Spans">The leases that ended last, in the order in which they did.</param>
/// <param name="Running">The items that are running, the longest running first.</param>
internal sealed record ActivityDocument(IReadOnlyList<LeaseSpan> Spans, IReadOnlyList<RunningItem> Running);

/// <summary>Some of the runs that the items of a run have called.</summary>
/// <param name="Children">The runs, by item.</param>
/// <param name="Next">What to ask for <c>after</c> for those behind; null when there are none.</param>
internal sealed record ChildrenDocument(IReadOnlyList<ChildDocument> Children, string? Next);

/// <summary>A run that an item has called.</summary>
/// <param name="Item">The item.</param>
/// <param name="Run">What it has called: a map, or, without a task, its single calls.</param>
internal sealed record ChildDocument(int Item, RunDocument Run);

/// <summary>What goes on in a run.</summary>
internal static class InsightApi
{
    internal static async Task<Ok<FailuresDocument>> FailuresAsync(string id, NodeState node, CancellationToken cancellation)
    {
        var failures = await RunsApi.Run(node, id).GetFailuresAsync(cancellation).ConfigureAwait(false);
        FailureDocument[] groups = [.. failures.Groups.Select(group => new FailureDocument(group.Code, group.Message, group.Count, group.Items, group.IsRest))];
        return TypedResults.Ok(new FailuresDocument(groups, failures.Count, failures.IsComplete));
    }

    internal static async Task<Ok<ChildrenDocument>> ChildrenAsync(string id, int? item, string? after, int? limit, NodeState node, CancellationToken cancellation)
    {
        var query = new ChildQuery { Item = item, After = after, Limit = ItemsApi.Limit(limit) };
        var page = await RunsApi.Run(node, id).ListChildrenAsync(query, cancellation).ConfigureAwait(false);
        return TypedResults.Ok(new ChildrenDocument([.. page.Children.Select(child => new ChildDocument(child.Item, RunDocument.Of(child.Run)))], page.Next));
    }

    internal static async Task<Ok<ActivityDocument>> ActivityAsync(string id, NodeState node, CancellationToken cancellation)
    {
        var activity = await RunsApi.Run(node, id).GetActivityAsync(cancellation).ConfigureAwait(false);
        return TypedResults.Ok(new ActivityDocument(activity.Spans, activity.Running));
    }
}
