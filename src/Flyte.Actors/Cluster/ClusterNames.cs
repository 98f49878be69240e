namespace Flyte.Actors.Cluster;

/// <summary>Names that Akka takes.</summary>
internal static class ClusterNames
{
    /// <summary>The member holds recorded runs.</summary>
    internal const string RunsRole = "flyte-runs";

    /// <summary>The member executes items.</summary>
    internal const string ItemsRole = "flyte-items";

    /// <summary>The member does either: clients come and go, and do not count when a cluster is parted.</summary>
    internal const string NodeRole = "flyte-node";

    /// <summary>The names of roles.</summary>
    internal static IReadOnlyList<string> Of(NodeRoles roles) =>
    [
        .. roles.HasFlag(NodeRoles.Runs) ? [RunsRole] : Array.Empty<string>(),
        .. roles.HasFlag(NodeRoles.Items) ? [ItemsRole] : Array.Empty<string>(),
        .. roles != NodeRoles.None ? [NodeRole] : Array.Empty<string>(),
    ];

    internal static string Checked(string name, string option)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, option);
        return char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? name
            : throw new ArgumentException($"{option} '{name}' is not made of letters, digits, '-' and '_', beginning with a letter or a digit.", option);
    }
}
