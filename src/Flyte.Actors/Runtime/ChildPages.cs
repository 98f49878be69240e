using Akka.Actor;
using Flyte.Actors.Protocol;
using Flyte.Actors.Runs;

namespace Flyte.Actors.Runtime;

/// <summary>Which runs a page of children has, and how many.</summary>
internal sealed class ChildPages(ListChildren list)
{
    private readonly ListChildren list = list;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ChildPlace? after = list.Query.After is { } text ? ChildPlace.TryParse(text) : null;

    internal RunId Parent => list.RunId;

    internal int Limit => list.Query.Limit;

    /// <summary>The first and the last item that can have called any of them.</summary>
    internal (int First, int Last) Items => list.Query.Item is { } item ? (item, item) : (after?.Item ?? 0, int.MaxValue);

    /// <summary>Two pages of the same key have the same runs.</summary>
    internal string Key => $"{list.RunId} {list.Query.Item} {list.Query.After} {Limit}";

    /// <summary>Whether it has none but such as come behind the beginning of another page, or on it.</summary>
    internal bool IsBehind(ChildPages other) =>
        Parent == other.Parent && list.Query.Item == other.list.Query.Item && (other.after is not { } begin || begin <= after);

    internal bool Has(ChildPlace place) =>
        (list.Query.Item is null || place.Item == list.Query.Item) && (after is not { } last || place > last);

    /// <summary>The first runs in memory that it has, and one more where there is.</summary>
    internal IReadOnlyList<TreeNode> Pick(IEnumerable<TreeNode> children) =>
    [
        .. children.Select(node => (Node: node, Place: PlaceOf(node)))
            .Where(child => child.Place is { } place && Has(place))
            .OrderBy(child => child.Place)
            .Take(Limit + 1)
            .Select(child => child.Node),
    ];

    /// <summary>What a run in memory looks like; null when it does not say so in time.</summary>
    internal static async Task<(ChildPlace Place, RunInfo? Info)> ShowAsync(TreeNode node)
    {
        var place = PlaceOf(node)!.Value;
        if (node.Actor is not { } actor)
        {
            return (place, node.Closed is { } closed ? RecordedInfo.Of(closed, isOver: true) : null);
        }

        try
        {
            return (place, (await actor.Ask<RunStatus>(new GetRun(node.Spec.Id), Patience).ConfigureAwait(false)).Info);
        }
        catch (AskTimeoutException)
        {
            return (place, null); // It has just ended.
        }
    }

    /// <summary>The page, as far as it fits.</summary>
    internal ChildList Cut(IEnumerable<KeyValuePair<ChildPlace, RunInfo>> found)
    {
        var (children, bytes, last) = (new List<ChildRun>(), 0L, default(ChildPlace));
        foreach (var (place, info) in found)
        {
            bytes += list.MaxBytes > 0 ? RunListCut.SizeOf(info) : 0;
            if (children.Count == Limit || (children.Count > 0 && bytes > list.MaxBytes))
            {
                return new ChildList(Parent, new RunChildren { Children = children, Next = last.ToString() });
            }

            children.Add(new ChildRun(place.Item, info));
            last = place;
        }

        return new ChildList(Parent, new RunChildren { Children = children });
    }

    private static ChildPlace? PlaceOf(TreeNode node) => ChildPlace.Of(node.Spec.Id, node.Spec.Parent!.Value);
}
