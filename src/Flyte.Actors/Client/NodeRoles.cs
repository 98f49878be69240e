namespace Flyte.Actors;

/// <summary>What a node does for its cluster. A node of no role is a client: it submits runs, reads their results, and maps streams.</summary>
[Flags]
public enum NodeRoles
{
    /// <summary>A client.</summary>
    None = 0,

    /// <summary>It holds recorded runs; it needs the database that all such nodes share.</summary>
    Runs = 1,

    /// <summary>It executes items.</summary>
    Items = 2,

    /// <summary>It holds recorded runs and executes items.</summary>
    Both = Runs | Items,
}
