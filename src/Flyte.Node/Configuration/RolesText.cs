using Flyte.Actors;

namespace Flyte.Node.Configuration;

/// <summary>The roles of a node as they are written.</summary>
internal static class RolesText
{
    internal const string Form = "runs, items, or both with a comma between";

    /// <summary>Reads roles; null for what are none.</summary>
    internal static NodeRoles? Parse(string text)
    {
        var roles = NodeRoles.None;
        foreach (var word in text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            switch (word.ToUpperInvariant())
            {
                case "RUNS":
                    roles |= NodeRoles.Runs;
                    break;
                case "ITEMS":
                    roles |= NodeRoles.Items;
                    break;
                case "BOTH":
                    roles |= NodeRoles.Both;
                    break;
                case "NONE":
                    break;
                default:
                    return null;
            }
        }

        return text.Trim().Length > 0 ? roles : null;
    }

    internal static string Show(NodeRoles roles) => roles switch
    {
        NodeRoles.None => "none",
        NodeRoles.Runs => "runs",
        NodeRoles.Items => "items",
        _ => "runs, items",
    };
}
